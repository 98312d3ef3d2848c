using System.CommandLine;
using System.CommandLine.Parsing;
using Emulator.Native;
using Emulator.Scenarios;
using Perf.Cli;
using Perf.Commands;

namespace Perf;

/// <summary>The command line: <c>ptemu [VERB ...]</c>. Everything that it does can be called from a test.</summary>
public static class Ptemu
{
    private const string Description =
        """
        What does unsharing hugetlb page tables cost, and is the walk right?

        With no arguments it answers Mike Kravetz's review of [PATCH v5 04/10]: every version of the
        walk over a VMA 8G+2M..11G-2M, and over 64 TB; and it writes flame graphs to out/.

        Write a case down as a trace (Traces/ holds many; docs/trace-format.md has the grammar):

            file F 16G
            mmap A F 8G..12G shared offset=8G
            mmap B F 8G..12G shared offset=8G
            touch A 8G..12G every=1G
            touch B 8G..12G every=1G
            uffd-register A 8G+512M..12G minor

        and then:  ptemu compare CASE.trace                 a row for each walk
                   ptemu run CASE.trace --kernel 6.1        what Linux 6.1 does, statement by statement
                   ptemu compare --base 6.16 --head 6.19 CASE.trace       the text for a mail
                   ptemu compare --walk MyWalk.cs CASE.trace              your own walk beside the others
                   ptemu explore RACE.trace                 all interleavings of a `parallel` block
                   ptemu host CASE.trace                    what this machine's kernel does (root)
                   ptemu verify CASE.trace                  both, and where they differ
                   ptemu predict CASE.trace                 how long each statement takes, and where
                   ptemu storm                              196 CPUs on which many processes unshare at once
                   ptemu notifiers CASE.trace               what KVM, IOMMUs, GPUs and adapters drop for it
                   ptemu report CASE.trace -o report.html                 all of it on one page
                   ptemu repro CASE.trace -o repro.c                      the case in C, for any Linux machine
        """;

    /// <summary>Runs the command as typed.</summary>
    /// <returns>An <see cref="ExitStatus"/>.</returns>
    public static int Run(string[] args, Terminal terminal)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        try
        {
            Simd.Select();
            if (args.Contains("")) throw new BadInputException("an argument is empty; expected a word or a path (ptemu --help)");
            var parsed = Root(args, terminal).Parse(args);
            if (parsed.Errors.Count > 0) throw new BadInputException($"{TextOf(parsed.Errors[0])} (ptemu --help)");
            return parsed.Invoke(new() { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception)
        {
            terminal.EndProgress();
            // A parallel loop wraps what its body throws.
            return Report(exception is AggregateException ? exception.GetBaseException() : exception, terminal);
        }
    }

    /// <summary>The parser does not say which argument is missing.</summary>
    private static string TextOf(ParseError error) => error.SymbolResult is ArgumentResult { Tokens.Count: 0, Argument.Name: var name }
        ? $"{name} is missing: {error.Message}"
        : error.Message;

    private static int Report(Exception exception, Terminal terminal)
    {
        var isBadInput = IsBadInput(exception);
        terminal.Error.WriteLine(exception switch
        {
            TraceException => exception.Message,
            _ when isBadInput => $"ptemu: {exception.Message}",
            _ => $"ptemu: a bug in ptemu itself: {exception}",
        });
        return isBadInput ? ExitStatus.BadInput : ExitStatus.Broken;
    }

    /// <summary>What each verb is made by: of a command line that names one, the others are never made, and the start is that much shorter.</summary>
    private static readonly (string Verb, Func<Terminal, Command> Create)[] Verbs =
    [
        ("compare", CompareCommand.Create),
        ("run", RunCommand.Create),
        ("explore", ExploreCommand.Create),
        ("host", HostCommand.Create),
        ("lab", LabCommand.Create),
        ("verify", VerifyCommand.Create),
        ("predict", PredictCommand.Create),
        ("calibrate", CalibrateCommand.Create),
        ("profiles", ProfilesCommand.Create),
        ("storm", StormCommand.Create),
        ("plots", PlotsCommand.Create),
        ("report", ReportCommand.Create),
        ("check", CheckCommand.Create),
        ("generate", GenerateCommand.Create),
        ("flame", FlameCommand.Create),
        ("repro", ReproCommand.Create),
        ("notifiers", NotifiersCommand.Create),
        ("walks", WalksCommand.Create),
        ("kernels", KernelsCommand.Create),
        ("isa", IsaCommand.Create),
        ("tlb", TlbCommand.Create),
        ("scan", ScanCommand.Create),
        ("bench", BenchCommand.Create),
        ("profile", ProfileCommand.Create),
    ];

    private static Command Root(string[] args, Terminal terminal)
    {
        var isNamed = false;
        foreach (var (verb, _) in Verbs) isNamed |= args.Length > 0 && verb == args[0];
        // Help, version and directives are looked up in resources: not where no word can ask for them.
        var root = isNamed && Array.TrueForAll(args, IsPlain) ? new Command("ptemu", Description) : new RootCommand(Description);
        foreach (var (verb, create) in Verbs)
        {
            if (!isNamed || verb == args[0]) root.Add(create(terminal));
        }

        if (!isNamed) SeedCommand.AddTo(root, terminal);
        return root;
    }

    private static bool IsPlain(string word) => word is not ("--help" or "-h" or "/h" or "-?" or "/?" or "--version") && word[0] is not ('@' or '[');

    private static bool IsBadInput(Exception exception) => exception
        is BadInputException or TraceException or ArenaLimitException or HostException
        or IOException or UnauthorizedAccessException
        or PlatformNotSupportedException or FormatException;
}
