// What every run loads is one file: each further one costs some 0.5 ms on Node 20.
const LATER =
  /src\/cli\/(?:bootstrap|env-text|failure|inspect|project-commands|shim|shim-run|trust|windows)\.ts$/;

export default {
  minify: true,
  preserveEntrySignatures: 'allow-extension',
  codeSplitting: {
    groups: [
      {
        name: 'run',
        test: (id) =>
          /packages\/xe\/src\//.test(id) &&
          !LATER.test(id) &&
          !/src\/(?:cli|index|missing|test-runner|bootstrap|shim\/\w+)\.ts$/.test(id),
      },
    ],
  },
};
