import { createHmac, timingSafeEqual } from 'node:crypto';

/** The identifier a cookie holds, as express-session signs it; undefined when the signature is not ours. */
export function sidDuCookie(entete: string, nom: string, secret: string): string | undefined {
  const brut =
    entete
      .split(/;\s*/)
      .find((un) => un.startsWith(`${nom}=`))
      ?.slice(nom.length + 1) ?? '';
  const [, sid, signature] =
    /^s:([\w-]{1,100})\.([\w+/]{1,100})$/.exec(
      brut.replace(/%3A/i, ':').replaceAll('%2B', '+').replaceAll('%2F', '/'),
    ) ?? [];
  if (sid === undefined || signature === undefined) return undefined;
  const attendue = createHmac('sha256', secret).update(sid).digest('base64').replace(/=+$/, '');
  return signature.length === attendue.length &&
    timingSafeEqual(Buffer.from(signature), Buffer.from(attendue))
    ? sid
    : undefined;
}
