import type { RejeuEnMots } from '#admin/ecrans/decision/client.ts';
import { Icone } from '#admin/ui/icones.tsx';

/** What deciding it again gave. */
export function Rejeu({ rejeu }: { rejeu: RejeuEnMots | 'attente' | { refus: string } | undefined }) {
  if (rejeu === undefined) return null;
  if (rejeu === 'attente') return <p className="attente">Rejeu en cours…</p>;
  if ('refus' in rejeu)
    return (
      <div className="avis avis--erreur">
        <Icone nom="alerte" />
        <p>{rejeu.refus}</p>
      </div>
    );
  if (rejeu.echec !== null)
    return (
      <div className="avis avis--erreur">
        <Icone nom="alerte" />
        <p>{rejeu.echec}</p>
      </div>
    );
  if (rejeu.identique)
    return (
      <div className="avis avis--succes">
        <Icone nom="coche" />
        <p>Rejouée avec la version de ce jour-là : à l’identique.</p>
      </div>
    );
  return (
    <div className="avis avis--erreur">
      <Icone nom="alerte" />
      <div>
        <p>
          <strong>Rejouée avec la version de ce jour-là : la réponse diffère. Prévenez l’exploitant.</strong>
        </p>
        <ul>
          {rejeu.differences.map(({ quoi, avant, apres }) => (
            <li key={quoi}>
              <strong>{quoi}</strong> : enregistré « {avant} », rejoué « {apres} »
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
