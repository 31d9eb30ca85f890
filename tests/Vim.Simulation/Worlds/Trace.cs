namespace Vim.Simulation.Worlds;

/// <summary>Everything that happened, as a hash (FNV-1a, 64 bits), and the last steps as text.</summary>
internal sealed class Trace(Agenda agenda)
{
    private const int Kept = 100;
    private readonly Queue<string> _last = new(Kept);

    public ulong Hash { get; private set; } = 14695981039346656037;

    public IReadOnlyCollection<string> Last => _last;

    /// <summary>Something that a reader of the trace wants to see.</summary>
    public void Add(string what)
    {
        var line = $"{agenda.Now:HH:mm:ss.ffffff} {what}";
        foreach (var character in line)
        {
            Mix(character);
        }

        if (_last.Count == Kept)
        {
            _last.Dequeue();
        }

        _last.Enqueue(line);
    }

    /// <summary>A choice that only the hash needs.</summary>
    public void Mix(int choice) => Hash = unchecked((Hash ^ (uint)choice) * 1099511628211);
}
