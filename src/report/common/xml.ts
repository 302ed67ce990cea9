import XMLBuilder from 'fast-xml-builder';

/** A value of an element: its text, its attributes (`@name`), text beside them (`#text`), and its children by name. */
export interface XmlElement {
  readonly [name: string]: XmlValue;
}
type XmlValue = string | number | XmlElement | readonly (string | XmlElement)[] | undefined;

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  format: true,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
});

/** An XML document, one element a line. Its texts must be plain: XML 1.0 has no way to write control characters. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(root)}`;
}
