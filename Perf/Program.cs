using Perf;

return Ptemu.Run(args, Terminal.OfProcess());
