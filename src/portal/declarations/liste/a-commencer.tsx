import type { DeclarationACommencer } from '#src/domain/declaration/a-commencer.ts';
import { dateFr, dernierJour } from '#src/kernel/francais.ts';
import { Bouton, BoutonDActe, Carte, Formulaire, Pourquoi, type Acte } from '#src/portal/composants/index.ts';
import { CHEMIN_DECLARATIONS } from '#src/portal/declarations/chemins.ts';
import { nomDuConventionnement } from '#src/portal/declarations/dire.ts';

/**
 * What a button « Commencer » is about, for who hears it without its row: two conventionnements of one
 * equipment are two buttons.
 */
const declarationACommencer = ({
  perenniteLibelle,
  exercice,
  equipement,
  conventionnement,
}: DeclarationACommencer): string =>
  `la déclaration ${perenniteLibelle.toLowerCase()} ${exercice} de ${equipement.nom}, ${enMinuscule(nomDuConventionnement(conventionnement))}`;

const enMinuscule = (texte: string): string => `${texte.charAt(0).toLowerCase()}${texte.slice(1)}`;

/** What the campaigns ask for. */
export function ACommencer({
  declarations,
  refus,
}: Readonly<{ declarations: readonly DeclarationACommencer[]; refus?: string }>) {
  return (
    <Carte titre="Campagnes de déclaration" id="campagnes">
      {refus !== undefined && (
        <p className="champ__erreur" role="alert">
          {refus}
        </p>
      )}
      <ul className="a-commencer">
        {declarations.map((une) => (
          <li key={`${une.conventionnement.id}-${une.exercice}-${une.perennite}`}>
            <div>
              <p className="a-commencer__titre">
                {une.perenniteLibelle} {une.exercice} – {une.equipement.nom}
              </p>
              <p className="discret petit">{nomDuConventionnement(une.conventionnement)}</p>
              <p className="discret petit">
                {une.ouverte
                  ? `Ouverte jusqu’au ${dernierJour(une.fermeLe)} inclus`
                  : (une.raison ?? `Ouvre le ${dateFr(une.ouvreLe)}`)}
              </p>
            </div>
            {une.pourquoi ? (
              <Commencer {...une} />
            ) : (
              <Formulaire
                action={CHEMIN_DECLARATIONS}
                caches={{
                  conventionnement: une.conventionnement.id,
                  exercice: String(une.exercice),
                  perennite: une.perennite,
                }}
              >
                <Bouton icone="plus" complement={declarationACommencer(une)}>
                  Commencer
                </Bouton>
              </Formulaire>
            )}
          </li>
        ))}
      </ul>
    </Carte>
  );
}

/** « Commencer » closed, and why. */
function Commencer(une: DeclarationACommencer) {
  const acte: Acte = {
    nom: 'commencer',
    libelle: 'Commencer',
    href: CHEMIN_DECLARATIONS,
    pourquoi: une.pourquoi,
  };
  const groupe = `${une.conventionnement.id}-${une.exercice}-${une.perennite}`;
  const complement = declarationACommencer(une);
  return (
    <div className="acte-et-raison">
      <Pourquoi groupe={groupe} actes={[acte]} complement={`Commencer ${complement}`} />
      <BoutonDActe acte={acte} groupe={groupe} icone="plus" complement={complement} />
    </div>
  );
}
