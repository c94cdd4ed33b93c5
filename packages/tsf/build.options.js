// What every run needs in one file: each file more costs a run half a millisecond.
export default {
  codeSplitting: {
    groups: [
      {
        name: 'tsf',
        test: /packages\/tsf\/src\/(?:copy|digest|draft|finish|manifest|name|publish|sinks|source|strftime|system-error|temporary|units)\.ts$/,
      },
    ],
  },
};
