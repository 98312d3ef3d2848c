using System.Diagnostics;

namespace Emulator.Native;

/// <summary>
/// A kernel image under QEMU in software emulation: two CPUs, no disk, no network, nothing but init.sh, which answers lines on
/// the second serial port. Whatever happens in it harms nobody, and it ends when this process says so, or is gone.
/// </summary>
public sealed class VirtualMachine : IDisposable
{
    /// <summary>Numbered from 0.</summary>
    public const int Cpus = 2;

    internal const string Qemu = "qemu-system-x86_64";
    private const string EndOfReply = ".";
    private static readonly TimeSpan BootMax = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ptemu-lab-");
    private readonly Process _process;
    private readonly AgentGuard? _guard;
    private string[] _functions = [];

    /// <param name="image">A bzImage.</param>
    /// <param name="memory">The machine's memory; its huge pages are taken from it.</param>
    /// <exception cref="HostException">QEMU or busybox is missing, or the kernel does not come up.</exception>
    public VirtualMachine(string image, ByteSize memory)
    {
        try
        {
            var initramfs = Path.Combine(_folder.FullName, "initramfs.gz");
            Initramfs.Write(initramfs);
            _process = Start(image, memory, initramfs);
            _guard = new($"{Qemu} is gone at once, or nothing would end it if this process were killed", "end-with-me", $"{_process.Id}");
            Release = ReadReply("boot", BootMax)[0];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>As uname -r says.</summary>
    public string Release { get; }

    /// <summary>Something did not come back: the machine is of no use any more.</summary>
    public bool IsDead { get; private set; }

    /// <returns>Why no machine can be started; null if one can.</returns>
    public static string? WhyNot()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (!path.Split(':').Any(folder => File.Exists(Path.Combine(folder, Qemu)))) return $"there is no {Qemu}; install qemu-system-x86";
        return Initramfs.WhyNoBusybox() ?? (AgentFile.WhyMissing is { } why ? $"there is no agent: {why}" : null);
    }

    /// <summary>Starts to count the calls of functions.</summary>
    /// <returns>Those that this kernel can count, the copies that a compiler made (NAME.isra.0) included.</returns>
    public IReadOnlyList<string> TraceFunctions(IEnumerable<string> names) => _functions = [.. Ask($"functions {string.Join(' ', names)}", BootMax)];

    /// <summary>Ends the agent, if there is one.</summary>
    /// <returns>How many huge pages of 2M are free now: as many as asked for, if the memory has them.</returns>
    public long SetHugePages(long pages) => long.Parse(Ask($"pages {pages}", AnswerMax)[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A new agent; the one before ends first.</summary>
    public IAgentMachine StartAgent() => new VirtualAgent(this, AgentReady.Parse(Ask("agent", AnswerMax)[0]), _functions);

    public void Dispose()
    {
        if (_process is not null)
        {
            if (!_process.HasExited) _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }

        _guard?.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Sends a line to init.sh and waits for the answer's lines.</summary>
    internal IReadOnlyList<string> Ask(string line, TimeSpan limit)
    {
        _process.StandardInput.Write(line + "\n");
        _process.StandardInput.Flush();
        return ReadReply(line, limit);
    }

    private Process Start(string image, ByteSize memory, string initramfs)
    {
        if (WhyNot() is { } why) throw new HostException(why);
        if (!File.Exists(image)) throw new HostException($"there is no kernel image {image}");
        var start = new ProcessStartInfo(Qemu) { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            "-accel", "tcg", "-cpu", "max,la57=off", "-smp", $"{Cpus}", "-m", $"{memory.Bytes >> 20}", "-nodefaults", "-no-user-config", "-display", "none",
            "-no-reboot", "-kernel", image, "-initrd", initramfs,
            "-append", "console=ttyS0 quiet panic=-1 nokaslr mitigations=off hung_task_timeout_secs=0",
            "-serial", $"file:{ConsolePath}", "-serial", "stdio",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new HostException($"{Qemu} does not start");
    }

    private string ConsolePath => Path.Combine(_folder.FullName, "console");

    private List<string> ReadReply(string question, TimeSpan limit)
    {
        var lines = new List<string>();
        for (var waited = Stopwatch.StartNew(); ;)
        {
            var reading = _process.StandardOutput.ReadLineAsync();
            var left = limit - waited.Elapsed;
            if (left <= TimeSpan.Zero || !reading.Wait(left))
            {
                IsDead = true;
                throw new AgentTimeoutException(question, limit);
            }

            if (reading.Result is not { } line)
            {
                IsDead = true;
                throw new HostException($"the kernel in the lab is gone after '{question}'; its console ends:\n{ConsoleTail()}");
            }

            if (line == EndOfReply) return lines;
            lines.Add(line);
        }
    }

    private string ConsoleTail() =>
        File.Exists(ConsolePath) ? string.Join('\n', File.ReadAllLines(ConsolePath).TakeLast(20)) : "(it said nothing)";
}
