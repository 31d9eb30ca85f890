namespace Vim.Persistence.Sql.Sqlite;

/// <summary>
/// One process owns a journal: it holds a lock on a file beside it, which the operating system takes back when the
/// process dies.
/// </summary>
internal sealed class SqliteFileLock : IDisposable
{
    private readonly FileStream _file;

    /// <exception cref="JournalException">Another process, or this one, has it.</exception>
    public SqliteFileLock(string path)
    {
        try
        {
            _file = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new JournalException(
                new JournalError(JournalErrorCodes.InputOutput,
                    $"{path}.lock may not be written: check the rights of its folder"), exception);
        }
        catch (DirectoryNotFoundException exception)
        {
            throw new JournalException(
                new JournalError(JournalErrorCodes.InputOutput, $"the folder of {path} does not exist: make it first"),
                    exception);
        }
        catch (IOException exception)
        {
            throw new JournalException(
                new JournalError(
                    JournalErrorCodes.InUse,
                    $"{path} is in use: a process holds {path}.lock. A journal belongs to one process: stop the other"),
                exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
