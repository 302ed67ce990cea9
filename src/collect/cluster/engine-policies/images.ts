import { rawOf } from '../raw.ts';
import { type PolicyReader, SOMEWHERE } from './policy.ts';

/** Of Sigstore's policy-controller, which looks at labelled namespaces; `warn` refuses nothing. https://docs.sigstore.dev/policy-controller/overview */
export const sigstorePolicy: PolicyReader = ({ spec }) => (rawOf(spec).mode === 'warn' ? null : SOMEWHERE);

/** Of Portieris, which only refuses. https://github.com/IBM/portieris/blob/main/POLICIES.md */
export const portierisPolicy: PolicyReader = () => SOMEWHERE;
