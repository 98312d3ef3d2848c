using System.CommandLine;
using System.Text;
using Emulator.Accounting;
using Emulator.Costs;
using Emulator.Host;
using Emulator.Reports;
using Perf.Cli;

namespace Perf.Commands;

/// <summary><c>ptemu calibrate</c>: what each kernel function costs on this machine.</summary>
internal static class CalibrateCommand
{
    private const ulong Seed = 1;

    private const string DefaultPath = "out/this-machine.json";

    /// <summary>A calibration is over in five minutes, with the fit; an evaluation takes the rounds that it was asked for.</summary>
    private static readonly TimeSpan MeasureMax = TimeSpan.FromMinutes(3);

    internal static Command Create(Terminal terminal)
    {
        var setup = Options.Setup();
        var rounds = new Option<int?>("--repeat") { Description = "Rounds over all shapes; times are medians (15, and 31 with --evaluate)", HelpName = "N" };
        rounds.Validators.Add(result => Options.InRange(result, 1, 1000));
        var evaluate = new Option<bool>("--evaluate") { Description = "Also measure shapes that the fit does not see, and say how far off it is there" };
        var from = new Option<string?>("--from") { Description = "Measure nothing: fit what an earlier run measured", HelpName = "NAME.jsonl" };
        var profile = new Option<string?>("--profile")
        {
            Description = "Fit and write nothing: hold this profile against the shapes that --from --evaluate names, of whatever session",
            HelpName = "PROFILE",
        };
        var output = new Option<string?>("--out", "-o")
        {
            Description = $"The profile; what was measured goes beside it, as .jsonl [default: {DefaultPath}; with --from its name, in out/]",
            HelpName = "NAME.json",
        };
        var json = Options.Json();
        var command = new Command("calibrate", "Measure this machine's kernel, and fit what each of its functions costs (root, free huge pages)")
        {
            setup, rounds, evaluate, from, profile, output, json,
        };
        command.SetAction(parsed =>
        {
            var (evaluates, measured) = (parsed.GetValue(evaluate), parsed.GetValue(from));
            var path = parsed.GetValue(output) ?? (measured is null ? DefaultPath : DefaultPathFor(measured));
            if (parsed.GetValue(json) && !evaluates) throw new BadInputException("--json prints an evaluation; expected it with --evaluate");
            if (measured is not null && (parsed.GetValue(setup) || parsed.GetValue(rounds) is not null))
                throw new BadInputException("--from measures nothing; expected it without --setup and --repeat");
            if (parsed.GetValue(profile) is { } name)
            {
                if (measured is null || !evaluates)
                    throw new BadInputException("--profile is evaluated, not fitted; expected it with --from and --evaluate");
                if (parsed.GetValue(output) is not null) throw new BadInputException("--profile: nothing is fitted or written; expected it without --out");
                Print(Evaluate(ProfileFiles.Find(name, terminal), Read(measured)), name, measured, parsed.GetValue(json), terminal);
                return ExitStatus.Done;
            }

            if (Path.GetExtension(path) != ".json" || Path.GetFileNameWithoutExtension(path).Length == 0)
                throw new BadInputException($"{path}: no file for a profile; expected NAME.json");
            if (measured is not null && parsed.GetValue(output) is null) RefuseToReplace(path, measured);
            var folder = OutputFile.FolderOf(path);
            var observed = measured is not null
                ? ReadToFit(measured, evaluates)
                : Measure(parsed.GetValue(setup), parsed.GetValue(rounds) ?? (evaluates ? Evaluation.RoundsMin : 15), evaluates, terminal);
            return Fit(observed, path, folder, evaluates, parsed.GetValue(json), terminal);
        });
        return command;
    }

    /// <summary>Not the one of a measuring run: its measurements would be overwritten by others.</summary>
    private static string DefaultPathFor(string measured) => Path.Combine("out", Path.ChangeExtension(Path.GetFileName(measured), ".json"));

    /// <summary>A file that nobody named is not written over: not a profile, which somebody may have edited, nor measurements of another run.</summary>
    private static void RefuseToReplace(string path, string measured)
    {
        var beside = Path.ChangeExtension(path, ".jsonl");
        var isOther = File.Exists(beside) && File.Exists(measured) && File.ReadAllText(beside) != File.ReadAllText(measured);
        if (File.Exists(path) || isOther)
            throw new BadInputException($"{(isOther ? beside : path)}: is there already; expected --out, to say what is written over");
    }

    /// <exception cref="BadInputException">No shape was held out that takes long enough.</exception>
    private static Evaluation Evaluate(CostProfile profile, ObservationFile observed)
    {
        var evaluation = new Evaluation(profile, observed.HeldOut);
        return evaluation.Shapes.Count > 0
            ? evaluation
            : throw new BadInputException("--evaluate: no shape of 5 us or more was held out of the measurements; expected those of calibrate --evaluate");
    }

    private static int Fit(ObservationFile observed, string path, OutputFolder folder, bool evaluates, bool isJson, Terminal terminal)
    {
        var measured = Path.ChangeExtension(path, ".jsonl");
        // First, and before the fit: what took minutes is not lost then, whatever comes.
        Write(folder, measured, observed.Text());
        terminal.Progress("fitting");
        var profile = new CostFit(observed.Calibration, StartingCosts.For(observed.MeasuredOn), Seed)
            .Profile(Path.GetFileNameWithoutExtension(path), observed.MeasuredOn with { Rounds = observed.Rounds });
        Write(folder, path, ProfileFile.Text(profile));
        if (!isJson) terminal.Output.Write($"{path}\n{measured}\n");
        if (evaluates) Print(Evaluate(profile, observed), path, measured, isJson, terminal);
        terminal.EndProgress();
        return ExitStatus.Done;
    }

    /// <param name="profile">Its name or file, as <paramref name="measured"/> is that of the measurements.</param>
    private static void Print(Evaluation evaluation, string profile, string measured, bool isJson, Terminal terminal)
    {
        if (!isJson) terminal.Output.Write(EvaluationTable.Of(evaluation));
        foreach (var line in isJson ? EvaluationJson.Of(evaluation, profile, measured) : []) terminal.Output.WriteLine(line);
    }

    private static void Write(OutputFolder folder, string path, string text) =>
        folder.Write(Path.GetFileName(path), stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    internal static ObservationFile Read(string path)
    {
        if (!Path.Exists(path)) throw new BadInputException($"{path}: there is no such file; expected one that ptemu calibrate wrote");
        using var reader = InputFile.Read(path, "measurements that ptemu calibrate wrote (.jsonl)", name => new StreamReader(name));
        try
        {
            return ObservationFile.Parse(path, reader);
        }
        catch (FormatException) when (IsProfile(path))
        {
            throw new BadInputException(
                $"{path}: this is a profile, no measurements; expected what it was fitted to, such as {Path.ChangeExtension(path, ".jsonl")}");
        }
    }

    private static bool IsProfile(string path)
    {
        try
        {
            return ProfileFile.Parse(path, File.ReadAllText(path)).Costs.Count > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <exception cref="BadInputException">It has too few shapes: told before anything is written.</exception>
    private static ObservationFile ReadToFit(string path, bool evaluates)
    {
        var observed = Read(path);
        if (evaluates) Evaluate(StartingCosts.Value, observed);
        return observed.Calibration.Count >= CostFit.ShapesMin
            ? observed
            : throw new BadInputException($"{path}: shapes to fit: {observed.Calibration.Count}; expected {CostFit.ShapesMin} or more, as calibrate measures");
    }

    private static ObservationFile Measure(bool setup, int rounds, bool evaluates, Terminal terminal)
    {
        Shape[] shapes = [.. Shapes.Calibration, .. evaluates ? Shapes.HeldOut : []];
        var run = new ShapeRun(shapes, rounds, Seed);
        var before = HostMachine.Load();
        using var runner = new HostRunner(new(Setup: setup) { CountsEvents = false }, terminal.Progress);
        var observed = run.Measure(
            runner,
            evaluates ? TimeSpan.MaxValue : MeasureMax,
            done => terminal.Progress($"{done} of {run.Runs} runs of shapes on this machine"));
        var machine = HostMachine.MeasuredOn(before);
        if (machine is { IsVirtual: true, Hypervisor: null })
            terminal.Error.WriteLine("ptemu: the kernel's log does not say which hypervisor this is: what shadowed page tables add (PVM) is not fitted");
        return new(
            machine,
            [.. observed.Take(Shapes.Calibration.Count)],
            [.. observed.Skip(Shapes.Calibration.Count)]);
    }
}
