using System.Text;
using System.Text.Json;
using Vim.Domain.Identity;

namespace Vim.Southbound.Simulated.Guests;

/// <summary>
/// Keeps the guests of any number of hosts in one file: a log of JSON lines, rewritten without its dead lines whenever
/// it is opened. A line is in the file when the call returns, so that it outlives a killed process (not a power cut:
/// the file is not synced, as the guests of a host do not outlive one either). A last line that was cut short is
/// dropped.
/// </summary>
public sealed class FileGuestStore : IGuestStore, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<HostId, Kept> _loaded = [];
    private readonly FileStream _owner;
    private readonly FileStream _log;

    /// <summary>
    /// Opens or makes the file. A second file, <c>.lock</c>, keeps other processes out while it is open.
    /// </summary>
    /// <exception cref="IOException">The file cannot be opened, or another process has it.</exception>
    /// <exception cref="InvalidDataException">A line of it is not of this format.</exception>
    public FileGuestStore(string path)
    {
        _owner = new(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            if (File.Exists(path))
            {
                Read(path);
            }

            Rewrite(path);
            _log = new(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        }
        catch
        {
            _owner.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public (int Reboots, IReadOnlyList<SimulatedGuest> Guests) Load(HostId host)
    {
        lock (_lock)
        {
            return _loaded.TryGetValue(host, out var kept) ? (kept.Reboots, [.. kept.Guests.Values]) : (0, []);
        }
    }

    /// <inheritdoc />
    public void Put(HostId host, SimulatedGuest guest) => Append(new() { Host = host, Put = guest });

    /// <inheritdoc />
    public void Remove(HostId host, ComputeId compute) => Append(new() { Host = host, Remove = compute });

    /// <inheritdoc />
    public void Rebooted(HostId host, int reboots) => Append(new() { Host = host, Reboots = reboots });

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            _log.Dispose();
            _owner.Dispose();
        }
    }

    private static void Write(Stream stream, GuestLogLine line)
    {
        JsonSerializer.Serialize(stream, line, GuestJson.Options);
        stream.WriteByte((byte)'\n');
    }

    private void Append(GuestLogLine line)
    {
        lock (_lock)
        {
            Write(_log, line);
            _log.Flush();
        }
    }

    private void Read(string path)
    {
        using var reader = new StreamReader(path, Encoding.UTF8);
        var number = 0;
        while (reader.ReadLine() is { } text)
        {
            number++;
            try
            {
                Apply(JsonSerializer.Deserialize<GuestLogLine>(text, GuestJson.Options)!);
            }
            catch (JsonException exception)
            {
                if (reader.EndOfStream)
                {
                    // The process died while it wrote this line: nobody was told that it was kept.
                    return;
                }

                var place = FormattableString.Invariant($"{path}:{number}");
                throw new InvalidDataException(
                    $"{place}: is not a line of a guest file ({exception.Message}); move the file away to start empty",
                    exception);
            }
        }
    }

    private void Apply(GuestLogLine line)
    {
        if (!_loaded.TryGetValue(line.Host, out var kept))
        {
            _loaded.Add(line.Host, kept = new());
        }

        kept.Reboots = line.Reboots ?? kept.Reboots;
        if (line.Put is { } guest)
        {
            kept.Guests[guest.Compute] = guest;
        }
        else if (line.Remove is { } compute)
        {
            kept.Guests.Remove(compute);
        }
    }

    /// <summary>
    /// Writes what is live into a new file and lets it take the old one's place, so that a kill leaves one of both.
    /// </summary>
    private void Rewrite(string path)
    {
        var temporary = path + ".new";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            foreach (var (host, kept) in _loaded)
            {
                if (kept.Reboots > 0)
                {
                    Write(stream, new() { Host = host, Reboots = kept.Reboots });
                }

                foreach (var guest in kept.Guests.Values)
                {
                    Write(stream, new() { Host = host, Put = guest });
                }
            }
        }

        File.Move(temporary, path, overwrite: true);
    }

    private sealed class Kept
    {
        public int Reboots { get; set; }

        public Dictionary<ComputeId, SimulatedGuest> Guests { get; } = [];
    }
}
