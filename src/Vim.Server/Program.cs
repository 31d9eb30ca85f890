using Vim.Server.Options;

return await VimdCommand.Create().Parse(args).InvokeAsync();
