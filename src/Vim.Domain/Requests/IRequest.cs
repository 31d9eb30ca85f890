namespace Vim.Domain.Requests;

/// <summary>A command or a query, and what a successful answer to it is.</summary>
/// <typeparam name="TReply">Type of the answer.</typeparam>
public interface IRequest<TReply>;
