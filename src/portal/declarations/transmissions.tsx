import type { SealedTransmission } from '#src/domain/declaration/recepisse.ts';
import { Alerte } from '#src/portal/composants/index.ts';
import { cheminDe } from '#src/portal/declarations/chemins.ts';
import { instantFr } from '#src/kernel/francais.ts';

/** Every transmission of a declaration, with its own receipt; `ici`: the one being read. */
export function ListeDeTransmissions({
  declaration,
  transmissions,
  fuseau,
  ici,
}: Readonly<{
  declaration: string;
  transmissions: readonly SealedTransmission[];
  fuseau: string;
  ici?: number;
}>) {
  return (
    <>
      {transmissions
        .filter(({ intacte }) => !intacte)
        .map(({ transmission: { numero } }) => (
          <TransmissionAlteree key={numero} numero={numero} />
        ))}
      <ul className="liste-liens">
        {transmissions.map(({ transmission: { numero, le, parNom } }) => (
          <li key={numero}>
            {numero === ici ? (
              <strong aria-current="page">Transmission n° {numero}</strong>
            ) : (
              <a href={cheminDe(declaration, 'recepisse', String(numero))}>
                Récépissé de la transmission n° {numero}
              </a>
            )}
            {`, le ${instantFr(le, fuseau)}, par ${parNom}`}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Said as loudly as can be: what is shown is not what was signed. */
export function TransmissionAlteree({ numero }: { readonly numero: number }) {
  return (
    <Alerte ton="erreur" titre={`La transmission n° ${numero} ne correspond plus à son empreinte`}>
      Les données conservées ne sont pas celles qui ont été signées : ne vous y fiez pas, et prévenez votre
      Caf.
    </Alerte>
  );
}
