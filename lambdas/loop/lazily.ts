/** What no shift waits for is loaded where it is first used, and found once: an import looks for its file each time. */
export const lazily = <Module>(load: () => Promise<Module>): (() => Promise<Module>) => {
  let loading: Promise<Module> | undefined;
  return () => {
    loading ??= load();
    return loading;
  };
};
