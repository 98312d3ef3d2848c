using Perf;

return Ptemu.Run(args, new Terminal(Console.Out, Console.Error, Console.In, isInteractive: !Console.IsErrorRedirected));
