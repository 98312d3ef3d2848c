using System.CommandLine;
using System.Globalization;
using Emulator.Tlb;
using Perf.Cli;

namespace Perf.Commands;

/// <summary>Accesses of an address trace on disk.</summary>
internal sealed class TlbAddressFile
{
    private const long ProgressEach = 1 << 22;

    internal Argument<string?> Path { get; } = new("FILE")
    { Description = "An address trace; .gz and .xz are unpacked", Arity = ArgumentArity.ZeroOrOne };

    internal Option<string?> Format { get; } = new("--format")
    { Description = "lackey, champsim, text or binary; by the file's name by default", HelpName = "FORMAT" };

    internal Option<bool> Fetches { get; } = new("--fetches") { Description = "Instruction fetches too, as reads" };

    /// <returns>What was accessed.</returns>
    internal string Access(TlbRun run, string path, ParseResult parsed, Terminal terminal)
    {
        using var file = new AddressTraceFile(path);
        var format = parsed.GetValue(Format) is { } name ? FormatNamed(name) : AddressTrace.FormatOf(path);
        var trace = new AddressTrace(path, file.Content, format, parsed.GetValue(Fetches));
        var done = 0L;
        try
        {
            foreach (var access in trace.Accesses())
            {
                run.Access(access.Address, access.Access);
                if (++done % ProgressEach != 0) continue;
                terminal.Progress($"{path}: {done:N0} accesses{file.Progress?.ToString(", 0 %", CultureInfo.InvariantCulture)}");
            }
        }
        catch (InvalidDataException exception)
        {
            throw new BadInputException($"{path}: {exception.Message}");
        }

        file.End();
        return path;
    }

    private static AddressTraceFormat FormatNamed(string text) => text switch
    {
        "lackey" => AddressTraceFormat.Lackey,
        "champsim" => AddressTraceFormat.ChampSim,
        "text" => AddressTraceFormat.Text,
        "binary" => AddressTraceFormat.Binary,
        _ => throw new BadInputException($"--format {text}: expected lackey, champsim, text or binary"),
    };
}
