namespace Vim.Engine.Views;

/// <summary>A resource as durable events tell it. Immutable.</summary>
public interface IView
{
    /// <summary>Id of the resource.</summary>
    string Id { get; }

    /// <summary>Rises with every change of the resource.</summary>
    long Version { get; }
}
