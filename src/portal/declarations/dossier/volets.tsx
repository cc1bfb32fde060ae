import { Bouton, BoutonDActe, Carte, Etiquette, Formulaire, Pourquoi } from '#src/portal/composants/index.ts';
import { TITRES_VOLET } from '#src/portal/declarations/chemins.ts';
import type { EtatDuVolet } from '#src/portal/declarations/vue.ts';

/** Where one volet stands, and what may be done with it. */
export function CarteDeVolet({ etat }: Readonly<{ etat: EtatDuVolet }>) {
  const { volet, termine, acte, version, aRemplir, erreurs } = etat;
  const complement = `: ${TITRES_VOLET[volet]}`;
  return (
    <Carte
      titre={TITRES_VOLET[volet]}
      id={`volet-${volet}`}
      actions={
        <Etiquette ton={termine ? 'succes' : 'attente'}>
          {termine ? 'Saisie terminée' : 'À compléter'}
        </Etiquette>
      }
    >
      <p>{termine ? 'Toutes les données demandées sont saisies.' : avancementDe(aRemplir, erreurs)}</p>
      {termine && !acte.pourquoi ? (
        <Formulaire action={acte.href} caches={{ version: String(version) }}>
          <div>
            <Bouton variante="secondaire" icone="crayon" complement={complement}>
              {acte.libelle}
            </Bouton>
          </div>
        </Formulaire>
      ) : (
        <div className="acte-et-raison">
          <BoutonDActe
            acte={acte}
            groupe={volet}
            variante={termine ? 'secondaire' : 'principal'}
            icone="crayon"
            complement={complement}
          />
          <Pourquoi groupe={volet} actes={[acte]} complement={`${acte.libelle} ${complement}`} />
        </div>
      )}
    </Carte>
  );
}

function avancementDe(aRemplir: number, erreurs: number): string {
  const reste = [
    aRemplir > 0 ? `${aRemplir} ${aRemplir > 1 ? 'champs' : 'champ'} à remplir` : '',
    erreurs > 0 ? `${erreurs} ${erreurs > 1 ? 'champs' : 'champ'} à corriger` : '',
  ]
    .filter(Boolean)
    .join(', ');
  return reste === ''
    ? 'Tout est rempli : terminez la saisie pour la soumettre à l’approbateur.'
    : `Il reste ${reste}.`;
}
