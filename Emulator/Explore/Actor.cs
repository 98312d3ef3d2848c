using Emulator.Native;
using Emulator.Probes;

namespace Emulator.Explore;

/// <summary>An actor of a parallel block, on a thread of its own that runs only while it is the actor's turn.</summary>
internal sealed class Actor : IDisposable
{
    private readonly Thread _thread;
    private readonly List<KernelFunction> _stack = [];
    private Action<Actor>? _job;

    /// <param name="runOn">The CPU of this machine that all the actors share.</param>
    internal Actor(int number, string name, int cpu, int runOn)
    {
        (Number, Name, Cpu) = (number, name, cpu);
        _thread = new(() => Live(runOn), maxStackSize: 1 << 20) { IsBackground = true, Name = $"actor {name}" };
        _thread.Start();
    }

    internal int Number { get; }

    internal string Name { get; }

    /// <summary>The emulated CPU that it runs on.</summary>
    internal int Cpu { get; }

    /// <summary>It waits for it while it is not its turn.</summary>
    internal Baton Baton { get; } = new();

    /// <summary>The statement that it carries out.</summary>
    internal string Statement { get; set; } = "";

    /// <summary>What it does next.</summary>
    internal Step Pending { get; set; }

    internal bool HasStarted { get; set; }

    internal bool IsFinished { get; set; }

    /// <summary>What it touches belongs to one step.</summary>
    internal bool IsAtomic { get; set; }

    /// <summary>Steps taken, whether or not anybody else can tell.</summary>
    internal int Steps { get; set; }

    /// <summary>The kernel functions that it is in, outermost first.</summary>
    internal IReadOnlyList<KernelFunction> Stack => _stack;

    internal void Enter(KernelFunction function) => _stack.Add(function);

    internal void Leave() => _stack.RemoveAt(_stack.Count - 1);

    /// <summary>What it waits for will never come: it must give up.</summary>
    internal bool IsStuck { get; set; }

    /// <summary>What ended its job, if that was not a return.</summary>
    internal Exception? Error { get; private set; }

    /// <summary>Gets ready to run a job, once it is its turn.</summary>
    internal void Begin(Action<Actor> job)
    {
        _stack.Clear();
        IsAtomic = false;
        (_job, Pending, HasStarted, IsFinished, IsStuck, Steps, Error) = (job, default, false, false, false, 0, null);
    }

    public void Dispose()
    {
        _job = null;
        Baton.Pass();
        _thread.Join();
        Baton.Dispose();
    }

    private void Live(int runOn)
    {
        CurrentThread.StayOn(runOn);
        for (Baton.Take(); _job is { } job; Baton.Take())
        {
            try
            {
                job(this);
            }
            catch (Exception error)
            {
                // The explorer's thread throws it on.
                Error = error;
            }

            Ended!(this);
        }
    }

    /// <summary>Told when a job ended; it passes the turn on.</summary>
    internal Action<Actor>? Ended { get; set; }
}
