import { describe, expectTypeOf, test } from 'vitest';
import type * as full from '../src/full.ts';
import type * as face from '../src/index.ts';
import type { unique, UniqueState } from '../src/unique.ts';
import type { seeded } from '../src/seeded.ts';
import type { replayable } from '../src/testing.ts';

// The compiler checks this file (`npm run check`); running it shows nothing more.
describe('types', () => {
  test('the default entry', () => {
    type Randstr = typeof face.randstr;
    expectTypeOf<ReturnType<Randstr>>().toEqualTypeOf<string>();
    expectTypeOf<Randstr>().toBeCallableWith();
    expectTypeOf<Randstr>().toBeCallableWith(7);
    expectTypeOf<Randstr>().toBeCallableWith(7, 'abc');
    expectTypeOf<Randstr>().toBeCallableWith(7, ['a', 'b'] as const);
    expectTypeOf<Randstr>().toBeCallableWith({ length: 7 });
    expectTypeOf<Randstr>().toBeCallableWith({ chars: undefined });
    expectTypeOf<ReturnType<typeof face.many>>().toEqualTypeOf<string[]>();
    expectTypeOf<ReturnType<typeof face.generator>>().toEqualTypeOf<(length?: number) => string>();
    expectTypeOf<typeof face.PRONOUNCEABLE>().toEqualTypeOf<readonly string[]>();
  });

  test('what is refused', () => {
    const refused = (randstr: typeof face.randstr, many: typeof face.many): void => {
      // @ts-expect-error a length is a number
      randstr(7n);
      // @ts-expect-error an alphabet is text, or a list of it
      randstr(7, 36);
      // @ts-expect-error options take no second argument
      randstr({ length: 7 }, 'abc');
      // @ts-expect-error rules are for the other entries
      randstr({ require: ['abc'] });
      // @ts-expect-error how many is needed
      many();
    };
    expectTypeOf(refused).toBeFunction();
  });

  test('the full entry', () => {
    type Randstr = typeof full.randstr;
    expectTypeOf<ReturnType<Randstr['seeded']>>().toEqualTypeOf<full.SeededDrawing>();
    expectTypeOf<Randstr>().toBeCallableWith({ require: ['abc'], group: { size: 4 } });
    expectTypeOf<ReturnType<Randstr['unique']>>().toEqualTypeOf<full.UniqueStrings>();
    expectTypeOf<ReturnType<Randstr['many']>>().toEqualTypeOf<string[]>();
    expectTypeOf<ReturnType<Randstr['generator']>>().toEqualTypeOf<() => string>();
    const refused = (randstr: Randstr): void => {
      // @ts-expect-error require is a list of alphabets
      randstr({ require: 5 });
      // @ts-expect-error a seed is needed
      randstr.seeded();
      // @ts-expect-error a stream has no streams
      randstr.seeded(1).seeded(2);
    };
    expectTypeOf(refused).toBeFunction();
  });

  test('series and seeds', () => {
    expectTypeOf<ReturnType<typeof unique>>().toExtend<Iterable<string>>();
    expectTypeOf<ReturnType<ReturnType<typeof unique>['state']>>().toEqualTypeOf<UniqueState>();
    expectTypeOf<Parameters<typeof seeded>[0]>().toEqualTypeOf<
      string | number | bigint | Uint8Array
    >();
    const wrapped = (replay: typeof replayable) =>
      replay({}, async (randstr, context: { name: string }) => randstr(context.name.length));
    expectTypeOf<ReturnType<typeof wrapped>>().toEqualTypeOf<
      (context: { name: string }) => Promise<string>
    >();
  });
});
