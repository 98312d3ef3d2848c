using Emulator.Reports; using Emulator.Scenarios; using Emulator.Walks;
foreach (var p in args[1..]) {
 using var r = File.OpenText(p);
 var t = TraceParser.Parse(p, r);
 using var run = new TraceRun(t, KernelReleases.Named(args[0])!) { WithMaps = true };
 foreach (var a in run.Answers()) Console.WriteLine(JsonAnswer.Of(a, args.Length > 2 ? p : null));
}
