using Vim.Cli.Errors;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Vim.Cli.Configuration;

/// <summary>
/// The optional <c>~/.config/vimctl.yaml</c>: <c>server</c>, <c>cert</c>, <c>key</c>, <c>ca</c>, <c>tenant</c>,
/// <c>timeout</c> (seconds), <c>output</c>. Options and the environment win over it.
/// </summary>
internal sealed record ConfigurationFile
{
    public string? Server { get; set; }

    public string? Cert { get; set; }

    public string? Key { get; set; }

    public string? Ca { get; set; }

    public string? Tenant { get; set; }

    public double? Timeout { get; set; }

    public string? Output { get; set; }

    /// <summary>Reads the file; a file that is not there says nothing.</summary>
    public static ConfigurationFile Read(string path)
    {
        if (!File.Exists(path))
        {
            return new ConfigurationFile();
        }

        try
        {
            var reader = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();
            return reader.Deserialize<ConfigurationFile?>(File.ReadAllText(path)) ?? new ConfigurationFile();
        }
        catch (YamlException error)
        {
            throw CliException.Invalid(
                $"the configuration file is wrong: {error.Message}",
                $"{path}:{error.Start.Line}:{error.Start.Column}",
                [],
                "allowed are server, cert, key, ca, tenant, timeout, output");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CliException.Invalid(error.Message, path, [], "make the configuration file readable, or remove it");
        }
    }
}
