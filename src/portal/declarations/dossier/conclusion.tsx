import type { Conclusion } from '#src/domain/declaration/conclusion.ts';
import type { Transmission } from '#src/domain/declaration/declaration.ts';
import { ecrireNombre } from '#src/domain/formulaire/restitution.ts';
import { Carte, ListeResume } from '#src/portal/composants/index.ts';
import { instantFr } from '#src/kernel/francais.ts';

const montantOuAucun = (montant: string | null): string =>
  montant === null ? 'aucun : les règles n’en donnent pas' : ecrireNombre('euro', montant);

/** What the Caf decided, and why; beside it, what had been estimated when the declaration was transmitted. */
export function CarteDeConclusion({
  conclusion: { montant, le, observation, decisions },
  transmise,
  fuseau,
}: Readonly<{ conclusion: Conclusion; transmise?: Transmission; fuseau: string }>) {
  const estime = transmise?.estimation ?? null;
  return (
    <Carte titre="Décision de votre Caf" id="conclusion">
      <ListeResume
        lignes={[
          { terme: 'Montant retenu, hors bonus', valeur: <strong>{montantOuAucun(montant)}</strong> },
          ...(estime === null || estime === montant
            ? []
            : [{ terme: 'Estimation à la transmission', valeur: ecrireNombre('euro', estime) }]),
          { terme: 'Traitée le', valeur: instantFr(le, fuseau) },
          {
            terme: 'Motif',
            valeur:
              observation ??
              (decisions.length === 0
                ? 'Les règles s’appliquent aux données transmises, sans autre décision.'
                : 'Les décisions ci-dessous.'),
          },
        ]}
      />
      {decisions.length > 0 && (
        <>
          <p>
            <strong>Décisions rendues :</strong>
          </p>
          <ul>
            {decisions.map((decision) => (
              <li key={decision}>{decision}</li>
            ))}
          </ul>
        </>
      )}
    </Carte>
  );
}
