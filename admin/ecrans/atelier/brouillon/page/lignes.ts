/** Lines only in the first text, and lines only in the second: what a reader needs to see of a change. */
export function lignesDifferentes(avant: string, apres: string): { retirees: string[]; ajoutees: string[] } {
  const reste = (de: string, sans: string): string[] => {
    const connues = new Map<string, number>();
    for (const ligne of sans.split('\n')) connues.set(ligne, (connues.get(ligne) ?? 0) + 1);
    return de.split('\n').filter((ligne) => {
      const nombre = connues.get(ligne) ?? 0;
      connues.set(ligne, nombre - 1);
      return nombre <= 0;
    });
  };
  return { retirees: reste(avant, apres), ajoutees: reste(apres, avant) };
}
