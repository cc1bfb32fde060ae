import type { Appui } from '#src/engine/rendu/index.ts';
import type { Ton } from '#admin/definition/types/champ.ts';
import { dateFr } from '#src/kernel/francais.ts';
import { Pastille } from '#admin/ui/valeur.tsx';

const TONS: Readonly<Record<Appui['certitude'], Ton>> = {
  explicite: 'succes',
  interpretation: 'info',
  'silence-de-la-source': 'attention',
  fictif: 'erreur',
};

/**
 * What a line stands on: its certainty, its sources in clear, weak ones marked, its question. Short: the
 * document is told elsewhere on the page.
 */
export function Appuis({ appui, court = false }: { appui: Appui; court?: boolean }) {
  return (
    <div className="appui">
      <Pastille ton={TONS[appui.certitude]}>{appui.certitudeEnClair}</Pastille>
      {appui.question && <span className="appui-question"> Question {appui.question}</span>}
      <ul>
        {appui.sources.map(({ reference, resume, titre, lieu, nature, faible, verifieLe }) => (
          <li key={reference}>
            <span>{resume || reference}</span>
            <span className="appui-source">
              {nature}
              {faible && <strong className="appui-faible"> (source faible)</strong>}
              {!court && (
                <>
                  {' '}
                  : {titre}
                  {lieu && `, ${lieu}`}
                  {verifieLe && ` ; vérifié le ${dateFr(verifieLe)}`}
                </>
              )}{' '}
              <span className="code">{reference}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
