import type { Manquant } from '#src/domain/declaration/chaine/resultats.ts';
import { champA } from '#src/domain/formulaire/champs.ts';
import type { DefinitionDeFormulaire, Volet } from '#src/domain/formulaire/definition.ts';
import { compter } from '#src/kernel/francais.ts';
import { Alerte, BoutonDActe, Carte, Pourquoi } from '#src/portal/composants/index.ts';
import type { Lien as LienDeChamp } from '#src/portal/declarations/estimation.tsx';
import type { VueDeDeclaration } from '#src/portal/declarations/vue.ts';

/** What the approbateur may do, and what stands in the way. */
export function Approbation({
  vue: { analyse, definition, approuver, actes },
  lien,
}: Readonly<{ vue: VueDeDeclaration; lien: LienDeChamp }>) {
  const bloquee = analyse.bloquants.length > 0 || analyse.manquants.length > 0;
  return (
    <Carte titre="Approbation" id="approbation" classe="approbation">
      {!approuver && (
        <p>
          Une fois les deux saisies terminées, l’approbateur relit la déclaration, puis la renvoie pour
          correction ou la transmet à la Caf.
        </p>
      )}
      {approuver &&
        (bloquee ? (
          <CeQuiBloque analyse={analyse} definition={definition} lien={lien} />
        ) : (
          <p>
            Relisez la déclaration ci-dessous. La transmettre à la Caf vaut signature : elle ne se modifiera
            plus, sauf si la Caf vous la retourne.
          </p>
        ))}
      <div className="actions">
        <Pourquoi groupe="approbation" actes={actes} />
        {actes.map((acte) => (
          <BoutonDActe
            key={acte.nom}
            acte={acte}
            groupe="approbation"
            variante={acte.nom === 'transmettre' ? 'principal' : 'secondaire'}
          />
        ))}
      </div>
    </Carte>
  );
}

function CeQuiBloque({
  analyse,
  definition,
  lien,
}: Pick<VueDeDeclaration, 'analyse' | 'definition'> & Readonly<{ lien: LienDeChamp }>) {
  return (
    <Alerte ton="erreur" titre="La déclaration ne peut pas être transmise en l’état">
      {analyse.bloquants.length > 0 && (
        <p>
          {compter(
            analyse.bloquants.length,
            'point bloquant est à corriger',
            'points bloquants sont à corriger',
          )}{' '}
          : voyez <a href="#controles">les contrôles</a>.
        </p>
      )}
      {analyse.manquants.length > 0 && <p>Il manque :</p>}
      {analyse.manquants.length > 0 && (
        <ul className="a-remplir">
          {analyse.manquants.map((manquant) => (
            <li key={`${manquant.champ}-${manquant.message}`}>
              <CeQuiManque manquant={manquant} definition={definition} lien={lien} />
            </li>
          ))}
        </ul>
      )}
      <p>Vous pouvez la renvoyer aux fournisseurs de données.</p>
    </Alerte>
  );
}

/** What is missing: a link for who may fill it in, otherwise who does. */
function CeQuiManque({
  manquant: { champ, volet, message },
  definition,
  lien,
}: Readonly<{
  manquant: Manquant;
  definition: DefinitionDeFormulaire;
  lien: LienDeChamp;
}>) {
  const adresse = champ === null ? null : lien(champ);
  if (adresse !== null) return <a href={adresse}>{message}</a>;
  const sien = champ === null ? volet : (champA(definition, champ)?.section.volet ?? volet);
  return (
    <>
      {message}
      {champ !== null && sien !== 'ensemble' && ` (${FOURNISSEURS[sien]})`}
    </>
  );
}

const FOURNISSEURS: Readonly<Record<Volet, string>> = {
  activite: 'à demander à un fournisseur de données d’activité',
  finances: 'à demander à un fournisseur de données financières',
};
