using Perf;
using Perf.Cli;

return Ptemu.Run(args, Terminal.OfProcess());
