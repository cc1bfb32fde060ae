import AdminJS, { type ActionContext } from 'adminjs';
import { Resource } from '@adminjs/mikroorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Service } from '#src/domain/contractualisation/service/service.ts';
import { contratsDeTest, type Contrats } from '#test/support/contrats.ts';

/* Shows that the checks of `echecs-stock.test.ts` have teeth: the same request through the adapter as shipped. */
let contrats: Contrats;
beforeAll(async () => {
  contrats = await contratsDeTest();
});
afterAll(() => contrats.fermer());

describe('the adapter as shipped', () => {
  it('announces a success where nothing was stored', async () => {
    const silence = vi.spyOn(console, 'log').mockReturnValue();
    const admin = new AdminJS({
      resources: [
        new Resource({ model: Service, orm: contrats.orm } as unknown as ConstructorParameters<
          typeof Resource
        >[0]),
      ],
    });
    const [resource] = admin.resources;
    const action = resource!.decorate().actions['new']!;
    const contexte = {
      resource,
      action,
      h: { resourceUrl: () => '/' },
      currentAdmin: undefined,
      _admin: admin,
    } as unknown as ActionContext;
    const payload = { id: 'AFAS', libelle: 'Doublon', description: '', ordre: 1, roles: [], actif: true };
    const reponse = (await action.handler(
      { method: 'post', params: { resourceId: 'Service', action: 'new' }, payload },
      {},
      contexte,
    )) as { notice: { type: string } };
    silence.mockRestore();
    expect(reponse.notice.type).toBe('success');
    const services = await contrats.executeur.lire(contrats.gestionnaire, ({ em }) =>
      em.find(Service, { id: 'AFAS' }),
    );
    expect(services.map(({ libelle }) => libelle)).not.toContain('Doublon');
  });
});
