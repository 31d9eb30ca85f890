using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Collections;
using KeyValuePair = Nfv.OrVi.V1.KeyValuePair;

namespace Vim.Cli.Deployment;

/// <summary>
/// How the resources of a deployment are known again: metadata names deployment, content and run, and from them come
/// ids and idempotency keys. A run is one life of a deployment, from its first resource to its undeployment; it is part
/// of each id because the VIM holds the ids and keys of deleted resources back for a while.
/// </summary>
internal sealed class DeploymentMarks(string deployment, string digest, string run)
{
    /// <summary>Metadata key of the deployment's name.</summary>
    public const string DeploymentKey = "deployment";

    /// <summary>Attribute of filters for the deployment's name.</summary>
    public const string Attribute = $"metadata/{DeploymentKey}";

    /// <summary>Metadata key of the digest of what was deployed.</summary>
    public const string DigestKey = "deployment-digest";

    /// <summary>Metadata key of the run.</summary>
    public const string RunKey = "deployment-run";

    private const int SlugLengthMax = 100;
    private const int RunLength = 6;

    public string Run => run;

    public string Digest => digest;

    /// <summary>
    /// Digest of everything that a plan asks: the same descriptor with the same choices has the same.
    /// </summary>
    public static string DigestOf(DeploymentPlan plan)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var message in Requests(plan))
        {
            var bytes = message.ToByteArray();
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }

    /// <summary>A run that was never used: six characters of base 32.</summary>
    public static string NewRun() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", RunLength);

    /// <summary>Value of a mark of a resource; null where it has none.</summary>
    public static string? Read(RepeatedField<KeyValuePair> metadata, string key) =>
        metadata.FirstOrDefault(pair => pair.Key == key)?.Value;

    /// <summary>Id of a resource: readable, and its own in this run.</summary>
    public string Id(string name) => $"{Slug(deployment)}-{Slug(name)}-{run}";

    /// <summary>Idempotency key of the request that makes a resource.</summary>
    public string Key(string kind, string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Join('\n', "vimctl", deployment, digest, run, kind, name))));

    /// <summary>Writes the marks.</summary>
    public void Mark(RepeatedField<KeyValuePair> metadata)
    {
        metadata.Add(new KeyValuePair { Key = DeploymentKey, Value = deployment });
        metadata.Add(new KeyValuePair { Key = DigestKey, Value = digest });
        metadata.Add(new KeyValuePair { Key = RunKey, Value = run });
    }

    private static IEnumerable<IMessage> Requests(DeploymentPlan plan)
    {
        foreach (var network in plan.Networks)
        {
            yield return network.Request;
            foreach (var subnet in network.Subnets)
            {
                yield return subnet;
            }
        }

        foreach (var flavour in plan.Flavours)
        {
            yield return flavour.Request;
        }

        foreach (var group in plan.Groups)
        {
            yield return group.Request;
        }

        foreach (var compute in plan.Computes)
        {
            yield return compute.Request;
            foreach (var port in compute.Ports)
            {
                yield return port;
            }
        }
    }

    private static string Slug(string name)
    {
        var text = new StringBuilder();
        foreach (var character in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '-');
        }

        return text.Length <= SlugLengthMax ? text.ToString() : text.ToString(0, SlugLengthMax);
    }
}
