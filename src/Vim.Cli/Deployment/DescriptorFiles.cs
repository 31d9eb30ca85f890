using Vim.Cli.Errors;
using Vim.Descriptors;
using Vim.Descriptors.Model;

namespace Vim.Cli.Deployment;

/// <summary>Reads descriptors from the disk.</summary>
internal static class DescriptorFiles
{
    /// <summary>The deployment that a file describes.</summary>
    /// <exception cref="CliException">It cannot be read, or is wrong: every place is named.</exception>
    public static VnfDeployment Read(
        string path, IReadOnlyList<string> companions, IReadOnlyDictionary<string, string> parameters,
        IReadOnlyDictionary<string, NetworkBinding> bindings)
    {
        var result = DescriptorReader.Read(
            Load(path),
            [.. companions.Select(Load)],
            new DescriptorOptions { Parameters = parameters, NetworkBindings = bindings });
        return result.Deployment ?? throw CliException.Invalid(
            $"{path} cannot be deployed",
            "",
            [
                .. result.Errors.Select(
                    error => new ErrorDetail(error.Place.ToString(), $"{error.Problem}; {error.Remedy}")),
            ],
            "");
    }

    private static DescriptorFile Load(string path)
    {
        try
        {
            return new DescriptorFile(path, File.ReadAllText(path));
        }
        catch (FileNotFoundException)
        {
            throw CliException.NotFound($"there is no file {path}", "check the name");
        }
        catch (DirectoryNotFoundException)
        {
            throw CliException.NotFound($"there is no file {path}", "check the name");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CliException.Invalid(error.Message, path, [], "make the file readable");
        }
    }
}
