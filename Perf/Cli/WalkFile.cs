using System.Diagnostics;
using System.Reflection;
using Emulator.Kernel;
using Emulator.Native;
using Emulator.Scenarios;

namespace Perf.Cli;

/// <summary>The walks of one file that a user brought. What they throw is not a bug of this program, and is reported in one line.</summary>
internal sealed record WalkFile(string Path, Assembly Assembly, IReadOnlyList<UnshareWalk> Walks)
{
    /// <summary>Does something with one walk, of this file or not.</summary>
    /// <exception cref="BadInputException">The walk is of this file, and failed.</exception>
    internal static T Guard<T>(WalkFile? file, UnshareWalk walk, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (TraceException exception) when (file is not null && file.Has(walk))
        {
            // The kernel never comes back: the trace may be to blame, or the walk.
            throw new BadInputException($"{file.Path}: with the walk '{walk.Name}', {exception.Message}");
        }
        catch (Exception exception) when (file is not null && file.Has(walk) && !IsTold(exception))
        {
            throw file.Failure($"the walk '{walk.Name}'", exception);
        }
    }

    /// <summary>Does something with several walks, of which some may be of this file: the stack tells.</summary>
    /// <exception cref="BadInputException">A walk of this file failed.</exception>
    internal static T Guard<T>(WalkFile? file, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (file is not null && file.Threw(exception) && !IsTold(exception))
        {
            throw file.Failure($"the walk '{string.Join("' or '", file.Walks)}'", exception);
        }
    }

    internal BadInputException Failure(string what, Exception exception)
    {
        var cause = exception.GetBaseException();
        return new($"{Path}: {what} threw {cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ")}");
    }

    private bool Has(UnshareWalk walk) => Walks.Any(own => own.Name == walk.Name);

    private bool Threw(Exception exception) =>
        new StackTrace(exception.GetBaseException()).GetFrames().Any(frame => frame.GetMethod()?.Module.Assembly == Assembly);

    /// <summary>What says of itself what is wrong with the input.</summary>
    private static bool IsTold(Exception exception) => exception is TraceException or ArenaLimitException or BadInputException;
}
