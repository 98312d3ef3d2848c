using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Emulator.Native;

/// <summary>Assertions that stay in release builds: the condition's own text is the message.</summary>
public static class Ensure
{
    /// <summary>Asserts a precondition, or something that can't be otherwise.</summary>
    /// <exception cref="EnsureException">The condition is false: a bug in this program, never bad input.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void That(
        [DoesNotReturnIf(false)] bool condition,
        [CallerArgumentExpression(nameof(condition))] string text = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (!condition) Fail(text, file, line);
    }

    [DoesNotReturn]
    private static void Fail(string text, string file, int line) =>
        throw new EnsureException($"does not hold: {text} ({Path.GetFileName(file)}:{line})");
}

/// <summary>An assertion of <see cref="Ensure"/> failed: a bug in this program.</summary>
public sealed class EnsureException(string message) : Exception(message);
