using Emulator.Kernel;
using Emulator.Native;
using Emulator.Scenarios;

namespace Emulator.Reports;

/// <summary>The statements of a trace in C: one <c>if (turn(...))</c> each, with the system call in it.</summary>
/// <param name="takesAccess">Do the touching functions take READ or WRITE, as the trace has both?</param>
internal sealed class ReproStatements(CNames names, ReproPlan plan, bool takesAccess)
{
    private const string Inner = "\t\t";
    private const string Punch = "FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE";
    private const int ColumnsMax = 90;

    /// <param name="expected">What the statement should answer; null in a program that only tells.</param>
    public string Of(Statement statement, string? expected)
    {
        var process = ((ProcessStatement)statement).Process;
        var turn = $"turn({names.ProcessOf(process)}, {statement.Line}, \"{statement.Text}\"";
        if (expected is not null) turn += $",{(turn.Length + expected.Length > ColumnsMax ? "\n\t\t" : "")} \"{expected}\"";
        turn += ")";
        if (statement is ForkStatement fork) return $"\tif ({turn} && fork_into({names.AddProcess(fork.Child)}))\n{Inner}answer(0);";
        IReadOnlyList<string> body = [.. Body(statement)];
        return body.Count == 1
            ? $"\tif ({turn})\n{Inner}{body[0]}"
            : $"\tif ({turn}) {{\n{string.Concat(body.Select(line => line.Length == 0 ? "\n" : $"{Inner}{line}\n"))}\t}}";
    }

    private IEnumerable<string> Body(Statement statement) => statement switch
    {
        TouchStatement touch => Touch(touch).Append("answer(0);"),
        SpinStatement spin => Spin(spin).Append("answer(0);"),
        ExitStatement => ["answer_and_exit();"],
        MmapStatement mmap => [Mmap(mmap)],
        _ => [$"answer({Call(statement)});"],
    };

    private string Call(Statement statement) => statement switch
    {
        MunmapStatement munmap => Call("munmap", Memory(munmap.Range)),
        MprotectStatement mprotect => Call("mprotect", [.. Memory(mprotect.Range), CText.Of(mprotect.Protection)]),
        MadviseStatement madvise => Call("madvise", [.. Memory(madvise.Range), AdviceOf(madvise.Advice)]),
        MlockStatement mlock => Call("mlock", Memory(mlock.Range)),
        MunlockStatement munlock => Call("munlock", Memory(munlock.Range)),
        MremapStatement mremap => "(long)" + Mremap(mremap),
        FallocateStatement fallocate =>
            Call("fallocate", [names.Files[fallocate.File], fallocate.IsPunch ? Punch : "0", .. Words(fallocate.Range)]),
        TruncateStatement truncate => Call("ftruncate", [names.Files[truncate.File], CText.Of(truncate.Size)]),
        UffdRegisterStatement register => Ioctl(register.Context, "REGISTER", "register", register.Range, ModeOf(register.Mode)),
        UffdUnregisterStatement unregister => Ioctl(unregister.Context, "UNREGISTER", $"range){{ {Range(unregister.Range)} }}"),
        UffdWriteprotectStatement protect =>
            Ioctl(protect.Context, "WRITEPROTECT", "writeprotect", protect.Range, protect.IsOn ? "UFFDIO_WRITEPROTECT_MODE_WP" : "0"),
        UffdContinueStatement resume => Ioctl(resume.Context, "CONTINUE", "continue", resume.Range, "0"),
        _ => throw new EnsureException($"'{statement.Text}' was checked before"),
    };

    private string Ioctl(string? context, string request, string type, AddrRange range, string mode) =>
        Ioctl(context, request, $"{type}){{\n{Inner}\t.range = {{ {Range(range)} }}, .mode = {mode} }}");

    private string Ioctl(string? context, string request, string argument) =>
        $"ioctl({names.UserfaultfdOf(context)}, UFFDIO_{request}, &(struct uffdio_{argument})";

    private string Mmap(MmapStatement mmap)
    {
        string[] flags =
        [
            mmap.Sharing == Sharing.Shared ? "MAP_SHARED" : "MAP_PRIVATE",
            "MAP_FIXED_NOREPLACE",
            .. (mmap.Flags & MmapFlags.Reserve) != 0 ? Array.Empty<string>() : ["MAP_NORESERVE"],
            .. (mmap.Flags & MmapFlags.Populate) != 0 ? ["MAP_POPULATE"] : Array.Empty<string>(),
        ];
        var file = mmap.IsReadOnlyFile ? names.ReadOnlyFiles[mmap.File] : names.Files[mmap.File];
        var call = Call("(long)mmap",
            [.. Memory(mmap.Range), CText.Of(mmap.Protection), $"\n{Inner}\t{string.Join(" | ", flags)}", file, CText.Of(mmap.Offset)]);
        return $"answer({call});";
    }

    private static string Mremap(MremapStatement mremap)
    {
        string[] flags =
        [
            .. mremap.MayMove || mremap.To is not null ? ["MREMAP_MAYMOVE"] : Array.Empty<string>(),
            .. mremap.To is not null ? ["MREMAP_FIXED"] : Array.Empty<string>(),
            .. mremap.DontUnmap ? ["MREMAP_DONTUNMAP"] : Array.Empty<string>(),
        ];
        string[] arguments = [.. Memory(mremap.Range), CText.Of(mremap.Length), flags.Length == 0 ? "0" : string.Join(" | ", flags)];
        return Call("mremap", mremap.To is { } to ? [.. arguments, $"\n{Inner}\t{CText.Pointer(to)}"] : arguments);
    }

    private IEnumerable<string> Touch(TouchStatement touch)
    {
        var access = takesAccess ? $", {(touch.Access == AccessKind.Write ? "WRITE" : "READ")}" : "";
        if (touch.Range is { } range)
        {
            return range.IsEmpty ? [] : plan.StepsOf(touch).Select(steps =>
                $"touch_range({CText.Of(steps.Range.Start)}, {CText.Of(steps.Range.End)}, {CText.Of(steps.Step)}{access});");
        }

        return
        [
            "static const unsigned long at[] = {",
            $"\t{CText.Wrap(touch.Addresses.Select(CText.Of), ",", Inner + "\t")},",
            "};",
            "",
            $"touch_each(at, {touch.Addresses.Count}{access});",
        ];
    }

    private static IEnumerable<string> Spin(SpinStatement spin)
    {
        var function = spin.IsOn ? "spin_on" : "spin_off";
        foreach (var part in spin.Cpus.ToString().Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length == 1)
            {
                yield return $"{function}({part});";
                continue;
            }

            yield return $"for (int cpu = {ends[0]}; cpu <= {ends[1]}; cpu++)";
            yield return $"\t{function}(cpu);";
        }
    }

    private static string Call(string function, params IEnumerable<string> arguments) =>
        $"{function}({string.Join(", ", arguments).Replace(", \n", ",\n", StringComparison.Ordinal)})";

    private static IEnumerable<string> Memory(AddrRange range) => [CText.Pointer(range.Start), CText.Of(range.Length)];

    private static IEnumerable<string> Words(AddrRange range) => [CText.Of(range.Start), CText.Of(range.Length)];

    private static string Range(AddrRange range) => string.Join(", ", Words(range));

    private static string AdviceOf(MadviseBehavior advice) => advice switch
    {
        MadviseBehavior.PopulateRead => "MADV_POPULATE_READ",
        MadviseBehavior.PopulateWrite => "MADV_POPULATE_WRITE",
        _ => $"MADV_{advice.ToString().ToUpperInvariant()}",
    };

    private static string ModeOf(UffdModes mode) => mode == UffdModes.None ? "0" : string.Join(
        " |\n\t\t\t\t",
        Enum.GetValues<UffdModes>().Where(one => one != 0 && (mode & one) != 0)
            .Select(one => $"UFFDIO_REGISTER_MODE_{one.ToString().ToUpperInvariant()}"));
}
