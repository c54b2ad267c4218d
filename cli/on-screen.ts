import { type PlayOptions, STORY_START } from '../sim/play/play.ts';
import type { Scenario } from '../sim/play/scenario.ts';
import { makeScreen, type ScreenOptions } from './screen/screen.ts';

/** Tells a play on a screen, which opens when the story begins: what cannot be played leaves nothing on it. */
export const onScreen = (
  { name, title, endpoint }: Scenario,
  terminal: Omit<ScreenOptions, 'opening'>,
): Pick<PlayOptions, 'onOpening' | 'onLine'> => {
  let screen: ReturnType<typeof makeScreen> | undefined;
  return {
    onOpening: (guards) => {
      screen = makeScreen({ ...terminal, opening: { scenario: name, title, endpoint, guards, startsAt: STORY_START } });
    },
    onLine: (line) => screen?.line(line),
  };
};
