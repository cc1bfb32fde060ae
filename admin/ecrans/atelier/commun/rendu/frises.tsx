import type { ParametreRendu } from '#src/engine/rendu/index.ts';
import { Appuis } from '#admin/ecrans/atelier/commun/rendu/appui.tsx';

const LARGEUR = 600;

/**
 * Parameters as timelines: a band per value, in the order of time; drawn to the year, told in the list under
 * it.
 */
export function Frises({
  parametres,
  aujourdhui,
}: {
  parametres: readonly ParametreRendu[];
  aujourdhui: string;
}) {
  if (parametres.length === 0) return null;
  return (
    <section className="carte" aria-label="Paramètres">
      <h2>Paramètres</h2>
      <div className="parametres">
        {parametres.map((parametre) => (
          <section key={parametre.nom} aria-label={parametre.libelle} className="parametre">
            <h3>{parametre.libelle}</h3>
            {parametre.partage && (
              <p className="discret">Valeur partagée par plusieurs fichiers : « {parametre.partage} ».</p>
            )}
            <Frise parametre={parametre} aujourdhui={aujourdhui} />
            <ol className="valeurs-datees">
              {parametre.valeurs.map((valeur) => (
                <li key={valeur.du}>
                  <p>
                    <strong>{valeur.texte}</strong> {valeur.periode}
                  </p>
                  <Appuis appui={valeur.appui} />
                </li>
              ))}
            </ol>
          </section>
        ))}
      </div>
    </section>
  );
}

const rang = (iso: string): number => Date.parse(`${iso}T00:00:00Z`);

/**
 * One band per value, from its first day to the next one; the line is today. Decorative: the list says it
 * all.
 */
export function Frise({
  parametre: { valeurs },
  aujourdhui,
}: {
  parametre: ParametreRendu;
  aujourdhui: string;
}) {
  const debut = rang(valeurs[0]?.du ?? aujourdhui);
  const dernier = rang(valeurs.at(-1)?.du ?? aujourdhui);
  const fin =
    Math.max(rang(aujourdhui), dernier) +
    Math.max(365 * 86_400_000, (Math.max(rang(aujourdhui), dernier) - debut) / 6);
  const place = (instant: number): number => ((instant - debut) / (fin - debut)) * LARGEUR;
  const aujourdhuiA = place(rang(aujourdhui));
  return (
    <svg
      className="frise"
      viewBox={`0 0 ${LARGEUR} 34`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {valeurs.map(({ du, appui }, indice) => {
        const [x, suivant] = [place(rang(du)), valeurs[indice + 1]];
        const largeur = (suivant ? place(rang(suivant.du)) : LARGEUR) - x;
        return (
          <rect
            key={du}
            className={`bande bande--${appui.certitude}${suivant ? '' : ' bande--ouverte'}`}
            x={x + 1}
            y="6"
            width={Math.max(largeur - 2, 2)}
            height="22"
            rx="3"
          />
        );
      })}
      {aujourdhuiA >= 0 && <line className="aujourdhui" x1={aujourdhuiA} x2={aujourdhuiA} y1="0" y2="34" />}
    </svg>
  );
}
