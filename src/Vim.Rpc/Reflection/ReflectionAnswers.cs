using Google.Protobuf.Reflection;
using Vim.Rpc.Reflection.V1;
using Question = Vim.Rpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace Vim.Rpc.Reflection;

/// <summary>Answers questions about the files of a set of services. Immutable.</summary>
internal sealed class ReflectionAnswers
{
    private readonly ServiceDescriptor[] _services;
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, int Number), FileDescriptor> _extensions = [];

    public ReflectionAnswers(IReadOnlyCollection<ServiceDescriptor> services)
    {
        _services = [.. services.DistinctBy(service => service.FullName)];
        foreach (var service in _services)
        {
            AddFile(service.File);
        }
    }

    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case Question.ListServices:
                response.ListServicesResponse = ListServices();
                break;
            case Question.FileByFilename:
                Tell(response, _files.GetValueOrDefault(request.FileByFilename), $"file {request.FileByFilename}");
                break;
            case Question.FileContainingSymbol:
                var symbol = request.FileContainingSymbol;
                Tell(response, _symbols.GetValueOrDefault(symbol), $"symbol {symbol}");
                break;
            case Question.FileContainingExtension:
                var asked = request.FileContainingExtension;
                Tell(
                    response,
                    _extensions.GetValueOrDefault((asked.ContainingType, asked.ExtensionNumber)),
                    $"extension {asked.ExtensionNumber} of {asked.ContainingType}");
                break;
            case Question.AllExtensionNumbersOfType:
                TellExtensions(response, request.AllExtensionNumbersOfType);
                break;
            default:
                response.ErrorResponse = Error(RpcStatusCode.InvalidArgument, "The request asks for nothing known.");
                break;
        }

        return response;
    }

    private static void Tell(ServerReflectionResponse response, FileDescriptor? file, string what)
    {
        if (file is null)
        {
            response.ErrorResponse = Error(RpcStatusCode.NotFound, $"There is no {what}.");
            return;
        }

        response.FileDescriptorResponse = new FileDescriptorResponse();
        var pending = new Queue<FileDescriptor>([file]);
        var seen = new HashSet<string>(StringComparer.Ordinal) { file.Name };
        while (pending.TryDequeue(out var next))
        {
            response.FileDescriptorResponse.FileDescriptorProto.Add(next.SerializedData);
            foreach (var import in next.Dependencies.Where(import => seen.Add(import.Name)))
            {
                pending.Enqueue(import);
            }
        }
    }

    private static ErrorResponse Error(RpcStatusCode code, string message) =>
        new() { ErrorCode = (int)code, ErrorMessage = message };

    private ListServiceResponse ListServices()
    {
        var list = new ListServiceResponse();
        list.Service.AddRange(_services
            .Select(service => new ServiceResponse { Name = service.FullName })
            .OrderBy(service => service.Name, StringComparer.Ordinal));
        return list;
    }

    private void TellExtensions(ServerReflectionResponse response, string type)
    {
        if (!_symbols.ContainsKey(type))
        {
            response.ErrorResponse = Error(RpcStatusCode.NotFound, $"There is no message {type}.");
            return;
        }

        response.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = type };
        response.AllExtensionNumbersResponse.ExtensionNumber.AddRange(
            _extensions.Keys.Where(extension => extension.Type == type).Select(extension => extension.Number).Order());
    }

    private void AddFile(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var import in file.Dependencies)
        {
            AddFile(import);
        }

        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods)
            {
                _symbols[method.FullName] = file;
            }
        }

        AddEnums(file, file.EnumTypes);
        AddExtensions(file, file.Extensions);
        foreach (var message in file.MessageTypes)
        {
            AddMessage(file, message);
        }
    }

    private void AddMessage(FileDescriptor file, MessageDescriptor message)
    {
        _symbols[message.FullName] = file;
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            _symbols[field.FullName] = file;
        }

        AddEnums(file, message.EnumTypes);
        AddExtensions(file, message.Extensions);
        foreach (var nested in message.NestedTypes)
        {
            AddMessage(file, nested);
        }
    }

    private void AddEnums(FileDescriptor file, IEnumerable<EnumDescriptor> enums)
    {
        foreach (var type in enums)
        {
            _symbols[type.FullName] = file;
            foreach (var value in type.Values)
            {
                _symbols[value.FullName] = file;
            }
        }
    }

    private void AddExtensions(FileDescriptor file, ExtensionCollection extensions)
    {
        foreach (var extension in extensions.UnorderedExtensions)
        {
            _symbols[extension.FullName] = file;
            _extensions[(extension.ExtendeeType.FullName, extension.FieldNumber)] = file;
        }
    }
}
