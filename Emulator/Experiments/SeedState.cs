using Emulator.Scenarios;

namespace Emulator.Experiments;

/// <summary>One state of the reviewed VMA: a block of the first command's table.</summary>
/// <param name="Title">The line above the block.</param>
/// <param name="Main">The trace that the row comes from, with two sharers where the state is shared.</param>
/// <param name="ThreeSharers">The same with a third sharer, for the interrupts; the same trace where nothing is shared.</param>
public sealed record SeedState(string Title, string Main, string ThreeSharers)
{
    /// <summary>Mike Kravetz's VMA in three states, then 64 TB in the same three.</summary>
    public static IReadOnlyList<SeedState> All { get; } =
    [
        new("VMA 8G+2M..11G-2M, 9G..10G shared", "seed/shared-2.trace", "seed/shared-3.trace"),
        new("VMA 8G+2M..11G-2M, populated, nothing shared", "seed/populated.trace", "seed/populated.trace"),
        new("VMA 8G+2M..11G-2M, no tables", "seed/no-tables.trace", "seed/no-tables.trace"),
        new("VMA 1T..65T, all of it shared", "scale/64T-shared-2.trace", "scale/64T-shared-3.trace"),
        new("VMA 1T..65T, populated, nothing shared", "scale/64T-populated.trace", "scale/64T-populated.trace"),
        new("VMA 1T..65T, no tables", "scale/64T-no-tables.trace", "scale/64T-no-tables.trace"),
    ];

    /// <summary>Reads a trace that comes inside the program.</summary>
    public static Trace TraceOf(string name) => TraceParser.Parse($"Traces/{name}", new StringReader(TextOf(name)));

    /// <summary>The text of such a trace.</summary>
    public static string TextOf(string name)
    {
        var resource = typeof(SeedState).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"the program has no trace '{name}' inside");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
