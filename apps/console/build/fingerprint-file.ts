/** In a build: the fingerprint of what it was made of. */
export const FINGERPRINT_FILE = "_fingerprint";
