using System.CommandLine;
using Perf.Cli;

namespace Perf.Commands;

/// <summary>One of the things that <c>ptemu tlb</c> does, with the options that are its own.</summary>
internal interface ITlbMode
{
    bool IsAsked(ParseResult parsed);

    /// <returns>An <see cref="ExitStatus"/>.</returns>
    int Run(ParseResult parsed, bool isJson, Terminal terminal);
}
