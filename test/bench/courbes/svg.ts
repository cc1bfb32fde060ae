/** Curves as SVG: both axes from zero, so that what grows in proportion is a straight line. */
export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Courbe {
  readonly nom: string;
  readonly points: readonly Point[];
}
export interface Dessin {
  readonly abscisse: string;
  readonly ordonnee: string;
  readonly courbes: readonly Courbe[];
}

const [LARGEUR, HAUTEUR, MARGE] = [640, 320, 56];
const COULEURS = ['#000091', '#c9191e', '#18753c'];

export function enSvg({ abscisse, ordonnee, courbes }: Dessin): string {
  const tous = courbes.flatMap(({ points }) => points);
  const [maxX, maxY] = [Math.max(...tous.map(({ x }) => x)), Math.max(...tous.map(({ y }) => y))];
  const place = ({ x, y }: Point): string =>
    `${arrondi(MARGE + (x / maxX) * (LARGEUR - 2 * MARGE))},${arrondi(HAUTEUR - MARGE - (y / maxY) * (HAUTEUR - 2 * MARGE))}`;
  const texte = (x: number, y: number, contenu: string, reste = ''): string =>
    `<text x="${x}" y="${y}"${reste}>${contenu}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LARGEUR} ${HAUTEUR}" font-family="sans-serif" font-size="13" role="img">`,
    `<title>${ordonnee}, by ${abscisse}</title>`,
    `<rect width="${LARGEUR}" height="${HAUTEUR}" fill="#fff"/>`,
    `<path d="M${MARGE},${MARGE}V${HAUTEUR - MARGE}H${LARGEUR - MARGE}" fill="none" stroke="#666"/>`,
    texte(MARGE, MARGE - 30, ordonnee),
    texte(MARGE - 6, MARGE + 4, maxY.toPrecision(3), ' text-anchor="end"'),
    texte(LARGEUR - MARGE, HAUTEUR - MARGE + 18, `${maxX}`, ' text-anchor="middle"'),
    texte(LARGEUR / 2, HAUTEUR - MARGE + 36, abscisse, ' text-anchor="middle"'),
    ...courbes.flatMap(({ nom, points }, rang) => {
      const couleur = COULEURS[rang % COULEURS.length] ?? '#000';
      return [
        `<polyline points="${points.map(place).join(' ')}" fill="none" stroke="${couleur}" stroke-width="2"/>`,
        texte(MARGE + 12, MARGE - 8 + rang * 18, nom, ` fill="${couleur}"`),
      ];
    }),
    '</svg>\n',
  ].join('\n');
}

const arrondi = (nombre: number): number => Math.round(nombre * 10) / 10;
