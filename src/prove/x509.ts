// tsyringe, which @peculiar/x509 is built on, refuses to load without it.
import 'reflect-metadata/lite';

export * from '@peculiar/x509';
