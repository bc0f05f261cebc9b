using PluggableMQ.Hosts.Producer;

return await ProducerCommand.InvokeAsync(args);
