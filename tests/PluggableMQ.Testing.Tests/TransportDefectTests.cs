using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using PluggableMQ.Abstractions.Transport;
using PluggableMQ.Testing.Contracts;
using PluggableMQ.Testing.Tests.Support;
using TransportContext = PluggableMQ.Abstractions.Transport.TransportContext;

namespace PluggableMQ.Testing.Tests;

/// <summary>The kit of transports finds transports that are wrong, and lets a right one pass.</summary>
public class TransportDefectTests
{
    public static TheoryData<Planted> Defects =>
    [
        new(typeof(LosesTheLastBytes), nameof(TransportContract.DisposeAsync_WhatWasFlushed_IsReadByThePeerBeforeTheEnd)),
        new(typeof(NeverHoldsBack), nameof(TransportContract.FlushAsync_PeerDoesNotRead_WaitsUntilItDoes)),
        new(typeof(ConnectIgnoresTheToken), nameof(TransportContract.ConnectAsync_TokenCancelled_Throws)),
        new(typeof(ConnectLooksAtTheTokenOnce), nameof(TransportContract.ConnectAsync_TokenCancelledWhileItWaits_EndsAtOnce)),
        new(typeof(ConnectKeepsTheToken), nameof(TransportContract.ConnectAsync_TokenCancelledLater_KeepsTheConnection)),
        new(typeof(ThrowsWhatTheSocketThrew), nameof(TransportContract.ConnectAsync_NobodyListens_SaysWhere)),
        new(typeof(AcceptNeverEnds), nameof(TransportContract.DisposeListener_WaitingAccept_GivesNullAndConnectionsStayOpen)),
        new(typeof(ClosesWhatItAccepted), nameof(TransportContract.DisposeListener_WaitingAccept_GivesNullAndConnectionsStayOpen)),
        new(typeof(AcceptIgnoresTheToken), nameof(TransportContract.AcceptAsync_Cancelled_ThrowsAndTheNextAcceptWorks)),
        new(typeof(ReportsTheAskedPort), nameof(TransportContract.ListenAsync_TwoAddresses_ReportsTheRealOnes)),
        new(typeof(NeverTellsOfTheEnd), nameof(TransportContract.Abort_PendingReadsAndFlushes_EndOnBothSides)),
        new(typeof(HasOneId), nameof(TransportContract.ConnectAsync_ManyAtOnce_AllAreAcceptedAndDistinct)),
        new(typeof(SwapsItsAddresses), nameof(TransportContract.Connection_BothEnds_AgreeOnTheirAddresses)),
        new(typeof(ShoutsItsScheme), nameof(TransportContract.Scheme_AnyTime_IsLowerCase)),
    ];

    [Theory]
    [MemberData(nameof(Defects))]
    public Task Kit_Defect_IsCaught(Planted defect)
    {
        ArgumentNullException.ThrowIfNull(defect);
        return defect.AssertCaughtAsync();
    }

    [Fact]
    public Task Kit_CorrectTransport_Passes() => Planted.AssertCorrectAsync(typeof(Correct));

    internal abstract class Kit : TransportContract
    {
        protected override TimeSpan Patience => TimeSpan.FromSeconds(2);
    }

    internal sealed class Correct : TransportContract
    {
        protected override ITransport Create(TransportContext context) => new PatientTransport();

        protected override SilentPeer CreateSilent() => new(PatientTransport.Silent);
    }

    internal sealed class ConnectLooksAtTheTokenOnce : Kit
    {
        protected override ITransport Create(TransportContext context) => new Wrong();

        protected override SilentPeer CreateSilent() => new(PatientTransport.Silent);

        private sealed class Wrong : PatientTransport
        {
            public override ValueTask<ITransportConnection> ConnectAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return base.ConnectAsync(endpoint, CancellationToken.None);
            }
        }
    }

    internal sealed class LosesTheLastBytes : Kit
    {
        protected override ITransport Create(TransportContext context) => new ForwardingTransport { Connection = connection => new Wrong(connection) };

        private sealed class Wrong(ITransportConnection inner) : ForwardingConnection(inner)
        {
            public override ValueTask DisposeAsync()
            {
                Abort();
                return base.DisposeAsync();
            }
        }
    }

    internal sealed class NeverHoldsBack : Kit
    {
        protected override ITransport Create(TransportContext context) => new ForwardingTransport { Connection = connection => new Wrong(connection) };

        private sealed class Wrong : ForwardingConnection, IDuplexPipe
        {
            // A queue without a bound between the writer and the connection.
            private readonly Pipe _queue = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));

            public Wrong(ITransportConnection inner) : base(inner)
            {
                Input = inner.Transport.Input;
                _ = Task.Run(() => _queue.Reader.CopyToAsync(inner.Transport.Output));
            }

            public override IDuplexPipe Transport => this;

            public PipeReader Input { get; }

            public PipeWriter Output => _queue.Writer;
        }
    }

    internal sealed class ConnectIgnoresTheToken : Kit
    {
        protected override ITransport Create(TransportContext context) => new Wrong();

        private sealed class Wrong : ForwardingTransport
        {
            public override ValueTask<ITransportConnection> ConnectAsync(TransportEndpoint endpoint, CancellationToken cancellationToken) => base.ConnectAsync(endpoint, CancellationToken.None);
        }
    }

    internal sealed class ConnectKeepsTheToken : Kit
    {
        protected override ITransport Create(TransportContext context) => new Wrong();

        private sealed class Wrong : ForwardingTransport
        {
            public override async ValueTask<ITransportConnection> ConnectAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
            {
                var connection = await base.ConnectAsync(endpoint, cancellationToken);
                cancellationToken.Register(() => connection.Abort());
                return connection;
            }
        }
    }

    internal sealed class ThrowsWhatTheSocketThrew : Kit
    {
        protected override ITransport Create(TransportContext context) => new Wrong();

        private sealed class Wrong : ForwardingTransport
        {
            public override async ValueTask<ITransportConnection> ConnectAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
            {
                try
                {
                    return await base.ConnectAsync(endpoint, cancellationToken);
                }
                catch (TransportException)
                {
                    throw new SocketException((int)SocketError.ConnectionRefused);
                }
            }
        }
    }

    internal sealed class AcceptNeverEnds : Kit
    {
        protected override ITransport Create(TransportContext context) => new ForwardingTransport { Listener = listener => new Wrong(listener) };

        private sealed class Wrong(ITransportListener inner) : ForwardingListener(inner)
        {
            public override async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken)
            {
                if (await base.AcceptAsync(cancellationToken) is { } connection) return connection;
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                return null;
            }
        }
    }

    internal sealed class ClosesWhatItAccepted : Kit
    {
        protected override ITransport Create(TransportContext context) => new ForwardingTransport { Listener = listener => new Wrong(listener) };

        private sealed class Wrong(ITransportListener inner) : ForwardingListener(inner)
        {
            private readonly List<ITransportConnection> _accepted = [];

            public override async ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken)
            {
                var connection = await base.AcceptAsync(cancellationToken);
                if (connection is not null) _accepted.Add(connection);
                return connection;
            }

            public override ValueTask DisposeAsync()
            {
                foreach (var connection in _accepted) connection.Abort();
                return base.DisposeAsync();
            }
        }
    }

    internal sealed class AcceptIgnoresTheToken : Kit
    {
        protected override ITransport Create(TransportContext context) => new ForwardingTransport { Listener = listener => new Wrong(listener) };

        private sealed class Wrong(ITransportListener inner) : ForwardingListener(inner)
        {
            public override ValueTask<ITransportConnection?> AcceptAsync(CancellationToken cancellationToken) => base.AcceptAsync(CancellationToken.None);
        }
    }

    internal sealed class ReportsTheAskedPort : Kit
    {
        protected override ITransport Create(TransportContext context) => new ForwardingTransport { Listener = listener => new Wrong(listener) };

        private sealed class Wrong(ITransportListener inner) : ForwardingListener(inner)
        {
            public override TransportEndpoint Endpoint => base.Endpoint with { Port = 0 };
        }
    }

    internal sealed class NeverTellsOfTheEnd : Kit
    {
        protected override ITransport Create(TransportContext context) => new ForwardingTransport { Connection = connection => new Wrong(connection) };

        private sealed class Wrong(ITransportConnection inner) : ForwardingConnection(inner)
        {
            public override CancellationToken Closed => CancellationToken.None;
        }
    }

    internal sealed class HasOneId : Kit
    {
        protected override ITransport Create(TransportContext context) => new ForwardingTransport { Connection = connection => new Wrong(connection) };

        private sealed class Wrong(ITransportConnection inner) : ForwardingConnection(inner)
        {
            public override string Id => "connection";
        }
    }

    internal sealed class SwapsItsAddresses : Kit
    {
        protected override ITransport Create(TransportContext context) => new ForwardingTransport { Connection = connection => new Wrong(connection) };

        private sealed class Wrong(ITransportConnection inner) : ForwardingConnection(inner)
        {
            public override IPEndPoint LocalEndPoint => base.RemoteEndPoint;

            public override IPEndPoint RemoteEndPoint => base.RemoteEndPoint;
        }
    }

    internal sealed class ShoutsItsScheme : Kit
    {
        protected override ITransport Create(TransportContext context) => new Wrong();

        private sealed class Wrong : ForwardingTransport
        {
            public override string Scheme => "InMemory";
        }
    }

    /// <summary>A right transport with an address that never answers.</summary>
    private class PatientTransport : ForwardingTransport
    {
        public static readonly TransportEndpoint Silent = new(null, "silent", 1);

        public override async ValueTask<ITransportConnection> ConnectAsync(TransportEndpoint endpoint, CancellationToken cancellationToken)
        {
            if (endpoint == Silent) await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return await base.ConnectAsync(endpoint, cancellationToken);
        }
    }
}
