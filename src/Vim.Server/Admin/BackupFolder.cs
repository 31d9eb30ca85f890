using Vim.Domain.Errors;
using Vim.Northbound.OrVi.Errors;

namespace Vim.Server.Admin;

/// <summary>The one folder that clients may name backups in.</summary>
internal sealed class BackupFolder(DirectoryInfo folder)
{
    /// <summary>The file of that name; the folder is there.</summary>
    /// <exception cref="Rpc.RpcException">The name has a folder in it, or is none.</exception>
    public string PathOf(string fileName)
    {
        if (!IsPlainName(fileName))
        {
            throw ErrorTable.Refusal(
                Refusals.BadField("file_name", "must be a file name without a folder, such as monday.db"));
        }

        folder.Create();
        return Path.Combine(folder.FullName, fileName);
    }

    private static bool IsPlainName(string name) =>
        name.Length is > 0 and <= 128
        && name[0] != '.'
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
