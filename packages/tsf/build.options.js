// What every run needs in one file: each file more costs a run half a millisecond.
const LIBRARY =
  'copy|digest|draft|finish|manifest|name|publish|sinks|source|stop|strftime|system-error|temporary|units';
const COMMAND_LINE = 'act|judge|output|run-sinks|save-input|settings|signals';

export default {
  codeSplitting: {
    groups: [
      {
        name: 'tsf',
        test: new RegExp(`packages/tsf/src/(?:(?:${LIBRARY})|cli/(?:${COMMAND_LINE}))\\.ts$`),
      },
    ],
  },
};
