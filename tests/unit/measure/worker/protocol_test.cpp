#include "measure/worker/protocol.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "measure/worker/channel.h"

namespace bakeoff::measure {
namespace {

TEST(Protocol, AMessageComesBackWhole) {
  protocol::LoadCommand command;
  command.model_path = "caf\xe9.onnx";  // a path is bytes, not UTF-8
  command.options = {{"latency", "5ms"}, {"spin", "1"}};
  command.sets = {{{"input", 1, {1, 3, 224, 224}, 64, 602112}}};
  const auto envelope = protocol::decode(protocol::encode(command));
  ASSERT_TRUE(envelope.holds<protocol::LoadCommand>());
  EXPECT_FALSE(envelope.holds<protocol::SlotCommand>());
  const auto back = envelope.body.get<protocol::LoadCommand>();
  EXPECT_EQ(back.model_path, command.model_path);
  EXPECT_EQ(back.options, command.options);
  EXPECT_EQ(back.sets[0][0].dims, command.sets[0][0].dims);
}

TEST(Protocol, NonsenseHasNoKind) {
  EXPECT_EQ(protocol::decode({}).kind, "");
  EXPECT_EQ(protocol::decode({0xff, 0x00, 0x13}).kind, "");
  EXPECT_EQ(protocol::decode({0x01}).kind, "");
  EXPECT_EQ(protocol::decode(nlohmann::json::to_cbor({{"kind", 3}})).kind, "");
}

TEST(Channel, SendsPacketsAndSeesTheEnd) {
  std::array<int, 2> pair{};
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair.data()), 0);
  ASSERT_TRUE(send_packet(pair[0], {1, 2, 3}));
  ASSERT_TRUE(send_packet(pair[0], std::vector<std::uint8_t>(protocol::kMaxMessage, 9)));
  EXPECT_FALSE(send_packet(pair[0], std::vector<std::uint8_t>(protocol::kMaxMessage + 1, 9)));
  auto packet = receive_packet(pair[1]);
  ASSERT_TRUE(packet && *packet);
  EXPECT_EQ(**packet, (std::vector<std::uint8_t>{1, 2, 3}));
  packet = receive_packet(pair[1]);
  ASSERT_TRUE(packet && *packet);
  EXPECT_EQ((*packet)->size(), protocol::kMaxMessage);
  close(pair[0]);
  packet = receive_packet(pair[1]);
  ASSERT_TRUE(packet);
  EXPECT_FALSE(*packet);
  EXPECT_FALSE(send_packet(pair[1], {1})) << "nobody is left to hear it";
  close(pair[1]);
}

}  // namespace
}  // namespace bakeoff::measure
