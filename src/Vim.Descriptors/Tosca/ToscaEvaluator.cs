using Vim.Descriptors.Reading;
using Vim.Descriptors.Yaml;

namespace Vim.Descriptors.Tosca;

/// <summary>TOSCA's intrinsic functions: get_input and concat have a value before the deployment, the others
/// not.</summary>
internal sealed class ToscaEvaluator(ParameterScope inputs, DescriptorOptions options, Diagnostics diagnostics)
    : Evaluator(inputs, options, diagnostics)
{
    protected override YamlNode? Call(string function, YamlNode argument, YamlMapping call, int depth, out bool known)
    {
        known = true;
        switch (function)
        {
            case "get_input":
                return Input(argument);
            case "concat":
                return Join("", argument, call, depth);
            case "get_attribute" or "get_property" or "token" or "get_artifact" or "get_nodes_of_type"
                or "get_operation_output":
                Diagnostics.Error(
                    call,
                    $"the value of '{function}' is not known before the deployment",
                    "write the value, or use get_input");
                return null;
            default:
                known = false;
                return null;
        }
    }

    private YamlNode? Input(YamlNode argument)
    {
        var name = argument is YamlSequence { Items: [var only] } ? only : argument;
        return Values.Name(name, Diagnostics) is { } text ? Parameter(text, argument) : null;
    }
}
