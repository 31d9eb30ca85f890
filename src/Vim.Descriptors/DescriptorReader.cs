using Vim.Descriptors.Heat;
using Vim.Descriptors.Model;
using Vim.Descriptors.Openmano;
using Vim.Descriptors.Reading;
using Vim.Descriptors.Tosca;
using Vim.Descriptors.Yaml;
using Vim.Descriptors.Yardstick;

namespace Vim.Descriptors;

/// <summary>
/// The one way in: a descriptor's text in, a deployment or the errors out. It is pure and never throws for what is in a
/// text; safe to use from several threads.
/// </summary>
public static class DescriptorReader
{
    /// <summary>Reads a descriptor.</summary>
    /// <param name="main">The descriptor.</param>
    /// <param name="companions">
    /// Files that give its parameters values (HOT `.env` files, TOSCA inputs); later ones win.
    /// </param>
    /// <param name="options">Parameters, bindings and limits of the deployer.</param>
    /// <returns>A deployment, or at least one error.</returns>
    public static DescriptorResult Read(
        DescriptorFile main, IReadOnlyList<DescriptorFile> companions, DescriptorOptions options)
    {
        ArgumentNullException.ThrowIfNull(main);
        ArgumentNullException.ThrowIfNull(companions);
        ArgumentNullException.ThrowIfNull(options);
        var diagnostics = new Diagnostics(options.Limits.ErrorsMax);
        if (companions.Count > options.Limits.CompanionsMax)
        {
            diagnostics.Error(
                new SourcePlace(main.Name, 0, 0, ""),
                $"{companions.Count} companions, more than {options.Limits.CompanionsMax}",
                "give fewer");
            return DescriptorResult.Refused(diagnostics.Errors);
        }

        var deployment = Read(main, companions, options, diagnostics);
        return deployment is not null && !diagnostics.HasErrors
            ? DescriptorResult.Of(deployment)
            : DescriptorResult.Refused(diagnostics.Errors);
    }

    private static VnfDeployment? Read(
        DescriptorFile main,
        IReadOnlyList<DescriptorFile> companions,
        DescriptorOptions options,
        Diagnostics diagnostics)
    {
        if (TestCaseTemplate.Render(main, options, diagnostics) is not { } text
            || YamlTree.Parse(text, options.Limits, diagnostics, out var another) is not { } root
            || FormatDetector.Detect(root, diagnostics) is not { } format)
        {
            return null;
        }

        OneDocument(another, diagnostics);
        var additions = new List<YamlMapping>();
        foreach (var companion in companions)
        {
            var tree = YamlTree.Parse(companion, options.Limits, diagnostics, out another);
            OneDocument(another, diagnostics);
            if (Section.Open(tree, diagnostics) is { } section)
            {
                additions.Add(section.Node);
            }
        }

        var draft = new DeploymentDraft(format, options, diagnostics);
        Read(format, draft, (YamlMapping)root, additions);
        return draft.Finish(main.Name);
    }

    private static void Read(
        DescriptorFormat format, DeploymentDraft draft, YamlMapping root, IReadOnlyList<YamlMapping> companions)
    {
        switch (format)
        {
            case DescriptorFormat.Openmano:
                Alone(draft, root, companions);
                new OpenmanoReader(draft).Read(root);
                break;
            case DescriptorFormat.OpenvimFlavour:
                new OpenvimReader(draft).ReadFlavour(Template(draft, root, companions));
                break;
            case DescriptorFormat.OpenvimServer:
                new OpenvimReader(draft).ReadServer(Template(draft, root, companions));
                break;
            case DescriptorFormat.ToscaSol001:
                new ToscaReader(draft).Read(root, companions);
                break;
            case DescriptorFormat.ToscaTacker:
                new TackerReader(draft).Read(root, companions);
                break;
            case DescriptorFormat.Heat:
                new HeatReader(draft).Read(root, companions);
                break;
            case DescriptorFormat.Yardstick:
                NoCompanions(draft, companions);
                new YardstickReader(draft).Read(root);
                break;
        }
    }

    private static void OneDocument(SourcePlace? another, Diagnostics diagnostics)
    {
        if (another is not null)
        {
            diagnostics.Error(
                another,
                "a second YAML document starts here",
                "a descriptor is one document: give each in a file of its own");
        }
    }

    private static YamlMapping Template(DeploymentDraft draft, YamlMapping root, IReadOnlyList<YamlMapping> companions)
    {
        if (root.Find("${}") is null)
        {
            Alone(draft, root, companions);
            return root;
        }

        NoCompanions(draft, companions);
        return TemplateVariables.Apply(root, draft.Options, draft.Diagnostics);
    }

    /// <summary>For languages without parameters: companions and parameters would be passed over.</summary>
    private static void Alone(DeploymentDraft draft, YamlMapping root, IReadOnlyList<YamlMapping> companions)
    {
        NoCompanions(draft, companions);
        ParameterNames.Check(draft.Options.Parameters.Keys, new HashSet<string>(), root, draft.Diagnostics);
    }

    private static void NoCompanions(DeploymentDraft draft, IReadOnlyList<YamlMapping> companions)
    {
        foreach (var companion in companions)
        {
            draft.Diagnostics.Error(companion, "a descriptor of this kind has no companions", "leave this file out");
        }
    }
}
