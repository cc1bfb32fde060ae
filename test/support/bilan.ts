import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { z } from 'zod';

/** Outcome of a step: how many tests passed, and the title of each one that did not. */
export type Bilan = { reussis: number; echoues: string[] };

const Rapport = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

/**
 * Reads vitest's JSON report. Everything that is not a pass is a failure: a skipped test, a test to write, a
 * file that could not be loaded,
 * an error outside of any test, a run without report.
 * @param etape title of the step, for failures that belong to no test
 * @param code exit code of vitest
 */
export async function bilanVitest(etape: string, cheminRapport: string, code: number | null): Promise<Bilan> {
  let rapport: z.infer<typeof Rapport>;
  try {
    rapport = Rapport.parse(JSON.parse(await readFile(cheminRapport, 'utf8')));
  } catch {
    return { reussis: 0, echoues: [`${etape}: no report (vitest ended with ${code ?? 'a signal'})`] };
  }
  const bilan: Bilan = { reussis: 0, echoues: [] };
  for (const fichier of rapport.testResults) {
    const nom = relative(process.cwd(), fichier.name);
    for (const { status, fullName } of fichier.assertionResults) {
      if (status === 'passed') bilan.reussis += 1;
      else bilan.echoues.push(`${nom}: ${fullName}${status === 'failed' ? '' : ` (${status})`}`);
    }
    const aucunEchec = fichier.assertionResults.every(({ status }) => status !== 'failed');
    if (fichier.status === 'failed' && aucunEchec)
      bilan.echoues.push(`${nom}: the file failed (${fichier.message?.split('\n')[0] ?? ''})`);
    else if (fichier.assertionResults.length === 0) bilan.echoues.push(`${nom}: no test in this file`);
  }
  if (bilan.echoues.length === 0 && (code !== 0 || !rapport.success))
    bilan.echoues.push(`${etape}: an error outside of any test`);
  if (bilan.echoues.length === 0 && bilan.reussis === 0) bilan.echoues.push(`${etape}: no test`);
  return bilan;
}

/** Adds up the steps. */
export function somme(bilans: readonly Bilan[]): Bilan {
  return {
    reussis: bilans.reduce((total, { reussis }) => total + reussis, 0),
    echoues: bilans.flatMap(({ echoues }) => echoues),
  };
}
