using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Emulator.Accounting;

namespace Perf.Cli;

/// <summary>Options and arguments that several verbs have.</summary>
internal static class Options
{
    /// <summary>For each registration, where <see cref="NoTime"/> is not given.</summary>
    internal static readonly TimeSpan MeasureEach = TimeSpan.FromMilliseconds(300);

    /// <summary>The profile that was fitted to a real machine.</summary>
    internal const string Calibrated = "epyc-zen3-kvm";

    internal static Option<bool> Json() => new("--json") { Description = "Answer for a machine: one JSON object a line" };

    internal static Option<bool> NoTime() => new("--no-time") { Description = "Measure nothing: the same bytes on every machine" };

    internal static Option<string> Kernel() =>
        new("--kernel") { Description = "The release to be (ptemu kernels)", DefaultValueFactory = _ => "6.19", HelpName = "RELEASE" };

    internal static Option<string> Profile(string? name = null) => new("--profile")
    {
        Description = "The cost profile: a name (ptemu profiles) or a file that ptemu calibrate wrote",
        DefaultValueFactory = _ => name ?? Calibrated,
        HelpName = "PROFILE",
    };

    internal static Option<string[]> Set() => new("--set")
    {
        Description = "Another cost, in ns, of one function (docs/costs.md), or with --consumers of a part of one (kvm.entry=90); may be given several times",
        HelpName = "NAME=NS",
    };

    /// <summary>The profile that was chosen, with what was set.</summary>
    internal static CostProfile ProfileOf(ParseResult parsed, Option<string> profile, Option<string[]> set, Terminal terminal) =>
        (parsed.GetValue(set) ?? []).Aggregate(ProfileFiles.Find(parsed.GetRequiredValue(profile), terminal), ProfileFiles.Set);

    internal static Option<string?> Split() => new("--split") { Description = "Take the split rule of that release", HelpName = "RELEASE" };

    internal static Option<string> Folder() => new("--out", "-o") { Description = "The folder for files", DefaultValueFactory = _ => "out", HelpName = "DIR" };

    internal static Argument<string[]> Traces()
    {
        var traces = new Argument<string[]>("TRACE") { Description = "Trace files; - is standard input", Arity = ArgumentArity.OneOrMore };
        // An argument of any number of words would take a misspelt option for one of them.
        traces.Validators.Add(result =>
        {
            var option = result.Tokens.FirstOrDefault(token => token.Value is ['-', _, ..])?.Value;
            if (option is not null) result.AddError($"There is no option '{option}' here; a file of that name is ./{option}.");
        });
        return traces;
    }

    internal static Option<bool> Setup() =>
        new("--setup") { Description = "Make the huge pages that are missing (vm.nr_hugepages), and give them back at the end" };

    internal static Option<int> Repeat(int defaultTimes)
    {
        var repeat = new Option<int>("--repeat")
        {
            Description = "Number of runs of each trace; times are the median",
            DefaultValueFactory = _ => defaultTimes,
            HelpName = "N",
        };
        repeat.Validators.Add(result => InRange(result, 1, 1000));
        return repeat;
    }

    /// <summary>An option's number must lie between two others. (To ask the parser for a value that is not a number would throw.)</summary>
    internal static void InRange(OptionResult result, Int128 least, Int128 most)
    {
        if (result.Tokens is not [{ Value: var text }]) return;
        if (!Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
            result.AddError($"{result.Option.Name} '{text}' is out of range; expected a number from {least} to {most}");
    }

    /// <summary>The seed of what is random.</summary>
    internal static Option<ulong> Seed(string description, ulong? value = null)
    {
        var seed = new Option<ulong>("--seed") { Description = description, HelpName = "S" };
        if (value is { } its) seed.DefaultValueFactory = _ => its;
        seed.Validators.Add(result => InRange(result, ulong.MinValue, ulong.MaxValue));
        return seed;
    }

    internal static Option<bool> AllowHang() =>
        new("--allow-hang") { Description = "Also make a call that may hang this machine's kernel for ever" };
}
