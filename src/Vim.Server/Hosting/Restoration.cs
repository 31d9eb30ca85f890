namespace Vim.Server.Hosting;

/// <summary>A backup that takes the place of the store.</summary>
/// <param name="Backup">The backup's file; checked.</param>
/// <param name="Kept">Where the store of before goes.</param>
/// <param name="Problem">Why it did not come to that, and the store of before serves on; empty when it did.</param>
internal sealed record Restoration(FileInfo Backup, FileInfo Kept, string Problem = "");
