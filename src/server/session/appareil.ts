const NAVIGATEURS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bCriOS\/|\bChrome\/|\bChromium\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
];
const SYSTEMES: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** What a browser says it is, in words a person recognises; nothing of the rest is kept. */
export function appareilDe(agent: string | undefined): string {
  const trouver = (liste: typeof NAVIGATEURS) =>
    liste.find(([motif]) => motif.test((agent ?? '').slice(0, 500)))?.[1];
  const [navigateur, systeme] = [trouver(NAVIGATEURS), trouver(SYSTEMES)];
  if (!navigateur && !systeme) return 'Appareil inconnu';
  if (!systeme) return navigateur ?? '';
  return `${navigateur ?? 'Navigateur inconnu'} sous ${systeme}`;
}
